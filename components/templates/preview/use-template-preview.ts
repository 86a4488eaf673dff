import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type OutputValue, toOutputs } from '@/components/templates/form-values';
import { type InputValue, toInputs } from '@/components/templates/inputs/input-values';
import type { PreviewChoice } from '@/components/templates/preview/use-preview-values';
import { fetchTemplatePreview } from '@/components/templates/queries';
import { useDebounced } from '@/components/ui/use-debounced';
import type { TemplatePreviewInput } from '@/lib/templates/schema';

const DELAY_MS = 250;

interface Draft {
  inputs: readonly InputValue[];
  outputs: readonly OutputValue[];
  choice: PreviewChoice;
}

/** What the live engine makes of the draft, a moment after it stopped changing. */
export function useTemplatePreview({ inputs, outputs, choice }: Draft) {
  const { values, language, timeZone, isLanguage, isZone } = choice;
  const body = useMemo((): TemplatePreviewInput | undefined => {
    const sources = toOutputs(outputs);
    if (!values || !isLanguage || !isZone || Object.keys(sources).length === 0) return undefined;
    const declared = toInputs(inputs);
    return { template: { outputs: sources, ...(declared ? { inputs: declared } : {}) }, values, language, timeZone };
  }, [inputs, outputs, values, language, timeZone, isLanguage, isZone]);
  const request = body && JSON.stringify(body);
  const settled = useDebounced(request, DELAY_MS);

  const preview = useQuery({
    queryKey: ['template-preview', settled],
    queryFn: async ({ signal }) => {
      const sent: TemplatePreviewInput = JSON.parse(settled ?? '');
      return { sent, result: await fetchTemplatePreview(sent, signal) };
    },
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
  const { data } = preview;
  const rendered = useMemo(
    () => data && { outputs: data.sent.template.outputs, problems: data.result.problems },
    [data],
  );
  return {
    body,
    result: data?.result,
    /** What was rendered, with its problems: their places count in just these texts. */
    rendered,
    error: preview.error,
    isUpdating: request !== settled || preview.isFetching,
  };
}
export type ShownPreview = ReturnType<typeof useTemplatePreview>;
