import { useMemo } from 'react';
import type { NamedObject } from '@/components/dispatchers/queries';
import type { CheckedText, CheckScope } from '@/components/form/expression-queries';
import { useCheckedTexts, useExpressionScope } from '@/components/form/expression-scope';
import type { Remark } from '@/components/form/mark-list';

const MAIL_OUTPUTS = ['subject', 'body', 'text'];

/** What a template reads and events of this type do not have: the mail of the action would fail. */
export function useTemplateRemarks(template: NamedObject | null | undefined): Remark[] {
  const { eventType } = useExpressionScope();
  const scope = useMemo<CheckScope>(() => ({ scope: 'template', ...(eventType && { eventType }) }), [eventType]);
  const outputs = Object.entries(template?.outputs ?? {}).filter(([output]) => MAIL_OUTPUTS.includes(output));
  const checked = useCheckedTexts(eventType ? outputs.map(([, source]) => source) : [], scope);
  return outputs.flatMap(([output, source]) => toRemarks(output, checked.get(source)));
}

function toRemarks(output: string, checked: CheckedText | undefined): Remark[] {
  const marks = checked?.marks.filter(({ severity }) => severity !== 'info') ?? [];
  return marks.map((mark) => ({
    key: `${output} ${mark.from}`,
    mark: {
      ...mark,
      message: `The template’s ${output}, line ${lineOf(checked?.source ?? '', mark.from)}: ${mark.message}`,
    },
  }));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
