import type { ExpressionName } from '@/components/form/expression-names';
import { HELPER_GUIDES } from '@/lib/expressions/schema';

/** The helpers, as they are offered while writing. */
export const HELPER_NAMES: readonly ExpressionName[] = HELPER_GUIDES.map(({ name, signature, summary, block }) => ({
  name,
  kind: 'helper',
  detail: signature,
  example: summary,
  block,
}));
