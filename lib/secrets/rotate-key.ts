import { recordAuditAlone } from '@/db/audit';
import { eraseReplaced, resealColumn, type SealedColumn } from '@/db/sealed-values';
import { readSetting, rememberState } from '@/db/settings';
import { createSecretBox, type SecretBox, SecretKeyError } from './secret-box';
import { type GivenKeys, loadSecretKeys, prepareNextKey, takeNextKey } from './secret-keys';

/** Every column with secrets in it, and what stands before the colon of their places. */
export const SEALED_COLUMNS: readonly (SealedColumn & { place: string })[] = [
  { table: 'sources', key: 'name', column: 'secret_ciphertext', place: 'sources.secret' },
  { table: 'sources', key: 'name', column: 'previous_secret_ciphertext', place: 'sources.secret' },
  { table: 'applications', key: 'client_id', column: 'secret_ciphertext', place: 'applications.secret' },
  { table: 'tokens', key: 'hash', column: 'secret_ciphertext', place: 'tokens.secret' },
  { table: 'functions', key: 'name', column: 'secrets_ciphertext', place: 'functions.secrets' },
];
const MAIL_SETTING = 'mail';
const MAIL_PLACE = 'settings.mail.password';

export interface Rotation {
  /** How many secrets were sealed anew this time. */
  resealed: number;
  /** Where the old key is kept: backups of before need it. Undefined when keys come from the environment. */
  oldKeyFile: string | undefined;
}

/**
 * Seals every stored secret with a new key, which it makes in `dataDir` unless the environment names both. The old key stays
 * until all is done, and the file is written anew: what interrupts it costs nothing, and the next call goes on. The database is open, and no server runs.
 * @throws SecretKeyError when the environment names only one key, or a secret was sealed with neither.
 */
export async function rotateKey(given: GivenKeys, dataDir: string, now: number): Promise<Rotation> {
  if (given.secretKey !== undefined && given.oldSecretKey === undefined)
    throw new SecretKeyError('Set SECRET_KEY to the new key, and OLD_SECRET_KEY to the one before');
  if (given.secretKey === undefined) prepareNextKey(dataDir);
  const box = createSecretBox(...loadSecretKeys(given, dataDir));
  let resealed = 0;
  for (const { place, ...column } of SEALED_COLUMNS) {
    resealed += resealColumn(column, (sealed, key) => reseal(box, sealed, `${place}:${key}`));
  }
  resealed += await resealMailPassword(box, now);
  await recordAuditAlone({ act: 'rotate', object: { kind: 'setting', name: 'secret key' }, after: { resealed } });
  eraseReplaced();
  return { resealed, oldKeyFile: given.secretKey === undefined ? takeNextKey(dataDir, now) : undefined };
}

function reseal(box: SecretBox, sealed: string, place: string): string | undefined {
  return box.isCurrent(sealed) ? undefined : box.seal(box.open(sealed, place), place);
}

async function resealMailPassword(box: SecretBox, now: number): Promise<number> {
  const stored = readSetting(MAIL_SETTING);
  const smtp = stored?.smtp as { passwordCiphertext?: string } | null | undefined;
  const resealed = smtp?.passwordCiphertext && reseal(box, smtp.passwordCiphertext, MAIL_PLACE);
  if (!resealed) return 0;
  await rememberState(MAIL_SETTING, { ...stored, smtp: { ...smtp, passwordCiphertext: resealed } }, now);
  return 1;
}
