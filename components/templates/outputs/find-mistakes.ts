import type { CodeDiagnostic } from '@/components/form/code-diagnostics';
import { toDiagnostics } from '@/components/form/text-position';
import type { Problem } from '@/lib/dispatch/schema';

/** What depends on the values that it is previewed with is no mistake of the text as such. */
const OF_THE_VALUES = new Set<Problem['code']>(['missing_path', 'invalid_value', 'missing_localization']);

/** A draft, and what the server found in it. */
interface Rendered {
  outputs: Readonly<Record<string, string>>;
  problems: readonly Problem[];
}

/** What to underline, by the name of the output. */
export function findMistakes(rendered: Rendered | undefined): ReadonlyMap<string, readonly CodeDiagnostic[]> {
  const entries = Object.entries(rendered?.outputs ?? {}).map(([name, source]) => {
    const found = (rendered?.problems ?? []).filter(({ field, line }) => field === `template.${name}` && line);
    const diagnostics = found.flatMap((problem) =>
      toDiagnostics(source, [problem]).map((each) =>
        OF_THE_VALUES.has(problem.code) ? { ...each, severity: 'warning' as const } : each,
      ),
    );
    return [name, diagnostics] as const;
  });
  return new Map(entries);
}
