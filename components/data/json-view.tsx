import { CopyButton } from '@/components/data/copy-button';
import { type JsonTokenKind, toJsonTokens } from '@/components/data/json-tokens';
import { ScrollArea } from '@/components/data/scroll-area';
import { cx } from '@/components/ui/cx';
import type { JsonValue } from '@/lib/format/json';

const COLOURS: Record<JsonTokenKind, string | undefined> = {
  key: 'text-(--code-key)',
  string: 'text-(--code-string)',
  number: 'text-(--code-number)',
  atom: 'text-(--code-atom)',
  plain: undefined,
};
/** Colouring longer text would make the page slow; it is shown plain. */
const MAX_COLOURED_CHARACTERS = 60_000;

/** A JSON value to read and to copy. `label` names what it is. */
export function JsonView({ value, label, className }: { value: JsonValue; label: string; className?: string }) {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return (
    <CodeBlock text={text} label={label} className={className}>
      {text.length > MAX_COLOURED_CHARACTERS
        ? text
        : toJsonTokens(text).map((token) => (
            <span key={token.start} className={COLOURS[token.kind]}>
              {token.text}
            </span>
          ))}
    </CodeBlock>
  );
}

interface CodeBlockProps {
  text: string;
  label: string;
  className?: string | undefined;
  /** The text as it is shown, when it is not shown as it is. */
  children?: React.ReactNode;
}

/** Text in a fixed-width face, with a button that copies it. */
export function CodeBlock({ text, label, className, children }: CodeBlockProps) {
  return (
    <div className={cx('relative min-w-0 rounded-md border bg-sunken', className)}>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <ScrollArea label={label} className="max-h-96 p-3 pr-10">
        <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-xs leading-5">{children ?? text}</pre>
      </ScrollArea>
    </div>
  );
}
