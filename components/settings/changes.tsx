import { Dash } from '@/components/data/table';
import type { JsonValue } from '@/lib/format/json';

interface Change {
  path: string;
  from?: JsonValue;
  to?: JsonValue;
}

/** Field by field, what was and what is. */
export function Changes({ changes, label }: { changes: readonly Change[]; label: string }) {
  return (
    <ul aria-label={label} className="grid gap-3">
      {changes.map(({ path, from, to }) => (
        <li key={path} className="grid min-w-0 gap-1">
          <code className="wrap-anywhere font-medium text-xs">{path || 'all of it'}</code>
          <div className="grid gap-1 sm:grid-cols-2">
            <Value mark="−" word="before" value={from} className="bg-danger-soft" />
            <Value mark="+" word="after" value={to} className="bg-success-soft" />
          </div>
        </li>
      ))}
    </ul>
  );
}

interface ValueProps {
  mark: string;
  word: string;
  value: JsonValue | undefined;
  className: string;
}

function Value({ mark, word, value, className }: ValueProps) {
  if (value === undefined) {
    return (
      <div className="px-2 py-1 text-faint max-sm:hidden">
        <Dash />
      </div>
    );
  }
  return (
    <div className={`flex min-w-0 gap-2 rounded-md px-2 py-1 ${className}`}>
      <span aria-hidden className="font-mono text-muted text-xs">
        {mark}
      </span>
      <span className="sr-only">{word}: </span>
      <pre className="max-h-60 min-w-0 flex-1 overflow-auto whitespace-pre-wrap wrap-anywhere font-mono text-xs">
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
