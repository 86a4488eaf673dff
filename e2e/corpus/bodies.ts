import bodies from './bodies.json' with { type: 'json' };

/** A body as the corpus describes it: text, base64, or text made by repetition. */
interface BodyCase {
  name: string;
  text?: string;
  base64?: string;
  start?: string;
  repeat?: [string, number];
  then?: [string, number];
  end?: [string, number];
  /** Many megabytes: sent to few operations only. */
  heavy?: boolean;
}

export interface Body {
  name: string;
  bytes: Buffer;
  heavy: boolean;
}

/** Bodies that no operation accepts: no JSON, over a limit, or not what any of them takes. */
export const BODIES: readonly Body[] = (bodies as unknown as BodyCase[]).map((one) => ({
  name: one.name,
  bytes: one.base64 === undefined ? Buffer.from(toText(one)) : Buffer.from(one.base64, 'base64'),
  heavy: one.heavy === true,
}));

function toText({ text, start = '', repeat, then, end }: BodyCase): string {
  if (text !== undefined) return text;
  return start + [repeat, then, end].map((part) => (part ? part[0].repeat(part[1]) : '')).join('');
}
