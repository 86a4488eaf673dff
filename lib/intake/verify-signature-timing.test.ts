import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signMessage } from '@/lib/signatures/standard-webhooks';
import { verifySignature } from './verify-signature';

const ROUNDS = 10_000;
const CALLS_A_SAMPLE = 8;
/** Rounds that differ more than this share of all were interrupted by something else. */
const UNDISTURBED = 0.8;
/** Measured, also on a busy machine: up to 5 for what is promised, from 15 on for the control. */
const TELLING_T = 10;

/**
 * How sure it is that two acts take different times: the t statistic of their differences. Each is of four samples in the
 * order ABBA or BAAB, so that neither a machine that gets slower nor a place in the row favours one of them.
 */
function compareTimes(one: () => void, other: () => void): number {
  const differences = Array.from({ length: ROUNDS }, (_, round) => {
    const [outer, inner, sign] = round % 2 === 0 ? [one, other, 1] : [other, one, -1];
    const times = [outer, inner, inner, outer].map(sample) as [number, number, number, number];
    return sign * (times[0] - times[1] - times[2] + times[3]);
  });
  const undisturbed = differences.sort((a, b) => Math.abs(a) - Math.abs(b)).slice(0, ROUNDS * UNDISTURBED);
  const mean = undisturbed.reduce((sum, ns) => sum + ns, 0) / undisturbed.length;
  const variance = undisturbed.reduce((sum, ns) => sum + (ns - mean) ** 2, 0) / (undisturbed.length - 1);
  return Math.abs(mean) / Math.sqrt(variance / undisturbed.length);
}

function sample(act: () => void): number {
  const startedAt = process.hrtime.bigint();
  for (let call = 0; call < CALLS_A_SAMPLE; call++) act();
  return Number(process.hrtime.bigint() - startedAt);
}

/** The text with another character at `index`, which is as good in base64. */
function spoilAt(text: string, index: number): string {
  return text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);
}

/** What an impatient programmer would write. */
function isSameUntilItDiffers(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  for (let i = 0; i < given.length; i++) if (given.charCodeAt(i) !== expected.charCodeAt(i)) return false;
  return true;
}

describe('S-14: the time that it takes to refuse a signature', () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const id = 'msg_1';
  const body = Buffer.from('{"type":"created"}');
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const right = signMessage(secret, id, timestamp, body);
  const FIRST = 'v1,'.length;
  /** What comes after it is padding. */
  const LAST = right.length - 2;

  const refuse = (signature: string) => () => {
    try {
      verifySignature(body, { id, timestamp, signature }, [secret]);
    } catch {
      return;
    }
    throw new Error('a wrong signature was accepted');
  };

  it('does not tell how many of its first characters are right', () => {
    verifySignature(body, { id, timestamp, signature: right }, [secret]);
    const t = compareTimes(refuse(spoilAt(right, FIRST)), refuse(spoilAt(right, LAST)));
    expect(t).toBeLessThan(TELLING_T);
  });

  it('control: a comparison that ends at the first difference gives itself away', () => {
    const refuseEarly = (given: string) => () => {
      const expected = signMessage(secret, id, timestamp, body);
      if (isSameUntilItDiffers(given, expected)) throw new Error('a wrong signature was accepted');
    };
    const measure = () => compareTimes(refuseEarly(spoilAt(right, FIRST)), refuseEarly(spoilAt(right, LAST)));
    // What else runs on the machine may drown it once.
    expect(Math.max(measure(), measure(), measure())).toBeGreaterThan(TELLING_T);
  });
});
