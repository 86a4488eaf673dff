import { Minus, PenLine, Plus } from 'lucide-react';
import { Changes } from '@/components/settings/changes';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import type { ImportResult, ImportStep } from '@/lib/dispatchers/schema';

const ACTS = {
  create: { Icon: Plus, tone: 'success', will: 'Create', done: 'Created' },
  update: { Icon: PenLine, tone: 'info', will: 'Change', done: 'Changed' },
  delete: { Icon: Minus, tone: 'danger', will: 'Remove', done: 'Removed' },
} as const;

/** What an import will do, or did, dispatcher by dispatcher. */
export function ImportPlan({ result: { applied, steps } }: { result: ImportResult }) {
  const unchanged = steps.filter(({ act }) => act === 'unchanged').length;
  const writes = steps.flatMap((step) => (step.act === 'unchanged' ? [] : [{ ...step, act: step.act }]));
  return (
    <section aria-label={applied ? 'Result' : 'Plan'} className="grid gap-3">
      {applied && <Notice kind="success">Imported: all of it, in one step.</Notice>}
      {writes.length === 0 && !applied && <Notice kind="quiet">Everything is as the file says: nothing to do.</Notice>}
      <ol className="grid gap-3">
        {writes.map((step) => (
          <Step key={step.name} step={step} applied={applied} />
        ))}
      </ol>
      {unchanged > 0 && <p className="text-muted">{unchanged} stay as they are.</p>}
    </section>
  );
}

type Write = ImportStep & { act: keyof typeof ACTS };

function Step({ step: { act, name, eventType, changes }, applied }: { step: Write; applied: boolean }) {
  const { Icon, tone, will, done } = ACTS[act];
  return (
    <li className="grid gap-2 rounded-md border p-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>
          <Icon aria-hidden /> {applied ? done : will}
        </Badge>
        <span className="wrap-anywhere font-medium">{name}</span>
        <code className="wrap-anywhere text-muted text-xs">{eventType}</code>
      </p>
      {changes.length > 0 && <Changes changes={changes} label={`Changes of ${name}`} />}
    </li>
  );
}
