'use client';

import { ProblemList } from '@/components/data/problem-list';
import { KeyList } from '@/components/templates/preview/key-list';
import { LocaleSwitch } from '@/components/templates/preview/locale-switch';
import { RenderedOutputs } from '@/components/templates/preview/rendered-outputs';
import { TestMailButton } from '@/components/templates/preview/test-mail-button';
import type { PreviewChoice } from '@/components/templates/preview/use-preview-values';
import type { ShownPreview } from '@/components/templates/preview/use-template-preview';
import { ValuesPicker } from '@/components/templates/preview/values-picker';
import { Card, CardHeader } from '@/components/ui/card';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { TemplatePreview } from '@/lib/templates/schema';

interface PreviewPaneProps {
  /** Of the template, as it stands in the form. */
  name: string;
  choice: PreviewChoice;
  preview: ShownPreview;
  /** Leads to the field that a problem is about. */
  onFocusField: (path: string) => void;
}

/** What the draft says with real values, exactly as the engine would render it. */
export function PreviewPane({ name, choice, preview, onFocusField }: PreviewPaneProps) {
  const { result, error, isUpdating, rendered } = preview;
  const hasOutputs = preview.body !== undefined || rendered !== undefined;
  return (
    <Card aria-label="Preview" className="flex flex-col xl:max-h-[calc(100dvh-6rem)]">
      <CardHeader title="Preview">
        <TestMailButton name={name} preview={preview} />
      </CardHeader>
      <div className="grid min-h-0 gap-4 overflow-y-auto p-4">
        <p role="status" aria-live="polite" className="sr-only">
          {isUpdating || !result ? '' : toSummary(result)}
        </p>
        <ValuesPicker choice={choice} />
        <LocaleSwitch choice={choice} />
        {error && <Notice kind="danger">{error.message}</Notice>}
        {!result && !error && choice.values && hasOutputs && <Skeleton className="h-64 w-full" />}
        {result && rendered && (
          <div className={cx('grid min-w-0 gap-4 transition-opacity', isUpdating && 'opacity-55')}>
            {result.problems.length > 0 && <ProblemList problems={result.problems} onFocusField={onFocusField} />}
            <KeyList keys={result.keys} language={choice.language} />
            <RenderedOutputs sources={rendered.outputs} result={result} />
          </div>
        )}
      </div>
    </Card>
  );
}

/** The state of the preview in one sentence, for those who do not see it. */
function toSummary({ outputs, problems }: TemplatePreview): string {
  const ready = Object.keys(outputs).length;
  return `Preview: ${ready} ready${problems.length > 0 ? `, ${problems.length} with a problem` : ''}.`;
}
