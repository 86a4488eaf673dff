import { type BreakerView, functionTarget, MAIL_TARGET } from '@/lib/delivery/breakers';
import type { TargetBreaker, TargetKind } from './schema';

/** A target as the breakers know it. */
export function breakerKey(kind: TargetKind, name: string): string {
  return kind === 'mail' ? MAIL_TARGET : functionTarget(name);
}

export function toTargetBreaker({ waitMs: _wait, ...breaker }: BreakerView): TargetBreaker {
  return breaker;
}
