import { useDebounced } from '@/components/ui/use-debounced';
import type { ExpressionMark } from '@/lib/expressions/schema';
import { suggest } from '@/lib/format/suggest';

const TYPING_MS = 600;

/** Marks a name that is written out and that nothing has, once nobody types any more. `what` is said before the name. */
export function useUnknownName(name: string, known: readonly string[] | undefined, what: string): ExpressionMark[] {
  const settled = useDebounced(name, TYPING_MS);
  const isLiteral = name.trim() !== '' && !name.includes('{{');
  if (!known || settled !== name || !isLiteral || known.includes(name.trim())) return [];
  return [
    {
      kind: 'unknown',
      severity: 'warning',
      from: 0,
      to: name.length,
      message: `There is no ${what} ${name.trim()}`,
      fixes: suggest(name.trim(), known).map((text) => ({ label: `Use ${text}`, text })),
    },
  ];
}
