import { fieldFormat } from '@/lib/errors/service-error';
import { COMMON_PASSWORDS } from './common-passwords';

/** Words that so many passwords are made of that a number behind them helps nobody. */
const COMMON_WORDS = new Set(
  'password passwort passwd pass admin administrator root user login welcome letmein changeme secret master dispatcher dispatchers qwerty qwertyuiop azerty azertyuiop qwertz asdfgh asdfghjkl zxcvbn zxcvbnm iloveyou monkey dragon sunshine princess football baseball superman batman abc test default company'.split(
    ' ',
  ),
);
const MIN_DIFFERENT_CHARACTERS = 5;
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];

/**
 * Refuses what is long enough and still among the first guesses.
 * @param field where the password stands in the body.
 * @throws ServiceError 15 naming the field.
 */
export function assertGoodPassword(password: string, email: string, field = 'password'): void {
  const problem = findProblem(password.toLowerCase(), email.toLowerCase());
  if (problem) throw fieldFormat([{ path: field, message: problem }]);
}

function findProblem(password: string, email: string): string | undefined {
  if (new Set(password).size < MIN_DIFFERENT_CHARACTERS) return 'repeats the same few characters';
  if (COMMON_PASSWORDS.has(password) || isRun(password)) return 'is one of the most used passwords';
  const [name = ''] = email.split('@', 1);
  const rest = password.replaceAll(email, '').replaceAll(name, '');
  if (name.length > 2 && rest !== password && rest.length < 6) return 'is mostly the e-mail address';
  if (COMMON_WORDS.has(repeatedPart(password.replace(/[^\p{L}]/gu, ''))))
    return 'is a very common word with signs added';
  return undefined;
}

/** A row of the alphabet, the digits or the keyboard, forwards or backwards. */
function isRun(password: string): boolean {
  const reversed = [...password].reverse().join('');
  return RUNS.some((run) => run.includes(password) || run.includes(reversed));
}

/** `adminadmin` → `admin`. */
function repeatedPart(text: string): string {
  return /^(.+?)\1*$/u.exec(text)?.[1] ?? text;
}
