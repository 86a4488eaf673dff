import { CodeBlock } from '@/components/data/json-view';
import { MailView } from '@/components/data/mail-view';
import type { TemplatePreview } from '@/lib/templates/schema';

/** The parts of a mail, which the mail viewer shows together. */
const OF_THE_MAIL = ['subject', 'body', 'text'];

interface RenderedOutputsProps {
  /** What was rendered. */
  sources: Readonly<Record<string, string>>;
  result: TemplatePreview;
}

/** A mail in the mail viewer; every other output as the text that it is. */
export function RenderedOutputs({ sources, result: { outputs, madeText } }: RenderedOutputsProps) {
  const isMail = sources.subject !== undefined && sources.body !== undefined;
  const others = Object.entries(outputs).filter(([name]) => !isMail || !OF_THE_MAIL.includes(name));
  return (
    <>
      {isMail && outputs.body !== undefined && (
        <MailView
          frame="preview"
          subject={outputs.subject ?? ''}
          html={outputs.body}
          text={outputs.text ?? madeText ?? ''}
          facts={null}
        />
      )}
      {others.map(([name, text]) => (
        <article key={name} aria-label={`Output ${name}`} className="grid min-w-0 gap-1">
          <h3 className="font-medium">{name}</h3>
          <CodeBlock text={text} label={`output ${name}`} />
        </article>
      ))}
    </>
  );
}
