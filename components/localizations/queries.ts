import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { withText } from '@/components/localizations/table-state';
import { toast } from '@/components/ui/toast';
import { ApiError, apiGet, apiSend } from '@/lib/http/client';
import type {
  Localization,
  LocalizationInput,
  LocalizationRow,
  LocalizationTable,
  LocalizationTextInput,
} from '@/lib/localizations/schema';

export const PAGE_SIZE = 50;
const UNDO_MS = 10_000;

export interface TableRequest {
  search: string;
  /** Only keys without a text in this language. */
  missing: string;
  /** Counted from 1. */
  page: number;
}

const TABLE_KEY = ['localizations', 'table'] as const;

export const tableQuery = ({ search, missing, page }: TableRequest) =>
  queryOptions({
    queryKey: [...TABLE_KEY, { search, missing, page }],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE), offset: String((page - 1) * PAGE_SIZE) });
      if (search.trim()) query.set('search', search.trim());
      if (missing) query.set('missing', missing);
      return apiGet<LocalizationTable>(`/api/v1/localizations?${query}`, signal);
    },
    placeholderData: keepPreviousData,
  });

/** A change of one text: what it was, and what it becomes; null stands for no text. */
export interface TextChange {
  key: string;
  language: string;
  before: string | null;
  text: string | null;
}

/**
 * Writes one text. It is shown at once, and taken back with the reason when it could not be saved.
 * @param onFailed offers what was typed again: nothing that somebody wrote is lost.
 */
export function useWriteText(onFailed: (change: TextChange) => void) {
  const client = useQueryClient();
  const show = ({ key, language, text }: Pick<TextChange, 'key' | 'language' | 'text'>) =>
    client.setQueriesData<LocalizationTable>({ queryKey: TABLE_KEY }, (table) => withText(table, key, language, text));
  const write = useMutation({
    mutationFn: (change: TextChange) =>
      apiSend<Localization>('PUT', '/api/v1/localizations/text', { body: change satisfies LocalizationTextInput }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: TABLE_KEY });
      show(change);
    },
    onSuccess: (_stored, change) => {
      toast.success(`${change.language} text of ${change.key} ${change.text === null ? 'removed' : 'saved'}`, {
        id: 'text-saved',
        duration: UNDO_MS,
        action: { label: 'Undo', onClick: () => write.mutate({ ...change, before: change.text, text: change.before }) },
      });
    },
    onError: (error, change) => {
      show({ ...change, text: change.before });
      if (error instanceof ApiError && error.status === 409) void client.invalidateQueries({ queryKey: TABLE_KEY });
      toast.error(`${change.language} text of ${change.key} not saved: ${error.message}`, {
        duration: UNDO_MS,
        action: { label: 'Edit again', onClick: () => onFailed(change) },
      });
    },
  });
  return write;
}

/** Makes localizations. Answers how many of the keys existed before; those stay as they are. */
export function useCreateLocalizations() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (localizations: LocalizationInput[]) =>
      apiSend<{ created: number; existing: number }>('POST', '/localizations/v1/', { body: { localizations } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['localizations'] }),
  });
}

/** Removes keys with all their texts, and offers to bring them back. */
export function useDeleteKeys() {
  const client = useQueryClient();
  const create = useCreateLocalizations();
  return useMutation({
    mutationFn: (rows: readonly LocalizationRow[]) =>
      apiSend<unknown>('DELETE', `/localizations/v1/?in(id,${rows.map(({ id }) => id).join(',')})`),
    onSuccess: (_answer, rows) => {
      toast.success(`${rows.length === 1 ? rows[0]?.key : `${rows.length} keys`} deleted`, {
        duration: UNDO_MS,
        action: {
          label: 'Undo',
          onClick: () =>
            create.mutate(
              rows.map(({ key, text }) => ({ key, text })),
              { onError: (error) => toast.error(`Not brought back: ${error.message}`) },
            ),
        },
      });
      return client.invalidateQueries({ queryKey: ['localizations'] });
    },
  });
}

export function useDeleteLanguage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) =>
      apiSend<{ affectedRecords: number }>('DELETE', `/api/v1/localizations/languages/${encodeURIComponent(code)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['localizations'] }),
  });
}
