'use client';

import { FileText } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Page } from '@/components/shell/page';
import { toTemplateValues } from '@/components/templates/form-values';
import { useCreateTemplate } from '@/components/templates/queries';
import { STARTER_NAMES, STARTERS, type StarterName } from '@/components/templates/starters';
import { TemplateEditor } from '@/components/templates/template-editor';
import { toast } from '@/components/ui/toast';

/** A new template: first what to begin with, then the editor. */
export function NewTemplateScreen() {
  const [starter, setStarter] = useQueryState('starter', parseAsStringLiteral(STARTER_NAMES));
  if (!starter) return <StarterChoice onChoose={(name) => setStarter(name, { history: 'push' })} />;
  return <NewTemplate key={starter} starter={starter} />;
}

function StarterChoice({ onChoose }: { onChoose: (name: StarterName) => void }) {
  return (
    <Page
      title="New template"
      description="What should it begin with? All of it can be changed."
      back={{ href: '/templates', label: 'Templates' }}
    >
      <ul className="mt-2 grid gap-3 sm:grid-cols-2">
        {STARTER_NAMES.map((name) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onChoose(name)}
              className="flex h-full w-full items-start gap-3 rounded-lg border bg-surface p-4 text-left shadow-card transition-colors hover:bg-hover"
            >
              <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent-text">
                <FileText aria-hidden className="size-4" />
              </span>
              <span className="grid gap-0.5">
                <span className="font-semibold text-base">{STARTERS[name].title}</span>
                <span className="text-muted">{STARTERS[name].description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function NewTemplate({ starter }: { starter: StarterName }) {
  const router = useRouter();
  const create = useCreateTemplate();
  return (
    <TemplateEditor
      title="New template"
      submitLabel="Create template"
      initial={toTemplateValues(STARTERS[starter].template)}
      onSave={async (input) => {
        const { id } = await create.mutateAsync(input);
        toast.success('Template created');
        router.push(`/templates/${id}`);
        return { ...input, id, creationTimestamp: 0, updateTimestamp: 0 };
      }}
    />
  );
}
