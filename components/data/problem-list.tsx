import { CircleAlert } from 'lucide-react';
import type { Problem } from '@/lib/dispatch/schema';

interface ProblemListProps {
  problems: readonly Problem[];
  /** Leads to the field that a problem is about; without it, the field is only named. */
  onFocusField?: (field: string) => void;
}

/** Why an action cannot be carried out: each problem in words, with its field and the path that is missing. */
export function ProblemList({ problems, onFocusField }: ProblemListProps) {
  return (
    <ul aria-label="Problems" className="grid gap-2">
      {problems.map((problem) => (
        <li
          key={`${problem.field} ${problem.path} ${problem.message} ${problem.line}:${problem.column}`}
          className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger"
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div className="grid min-w-0 gap-1">
            <p className="wrap-anywhere font-medium">{problem.message}</p>
            {(problem.field || problem.line !== undefined) && (
              <p className="wrap-anywhere flex flex-wrap gap-x-3 text-xs">
                {problem.field && <FieldName field={problem.field} onFocusField={onFocusField} />}
                {problem.line !== undefined && (
                  <span>
                    line {problem.line}
                    {problem.column !== undefined && `, column ${problem.column}`}
                  </span>
                )}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function FieldName({ field, onFocusField }: { field: string; onFocusField?: ((field: string) => void) | undefined }) {
  if (!onFocusField) {
    return (
      <span>
        in <code className="font-mono">{field}</code>
      </span>
    );
  }
  return (
    <button type="button" className="rounded-sm underline underline-offset-2" onClick={() => onFocusField(field)}>
      Go to <code className="font-mono">{field}</code>
    </button>
  );
}
