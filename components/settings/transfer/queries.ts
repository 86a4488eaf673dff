import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DispatchersFile, ImportResult } from '@/lib/dispatchers/schema';
import { ApiError, apiGet, apiSend } from '@/lib/http/client';

/** The file as text, with what is to be done with it. */
export interface ImportRequest {
  text: string;
  clean: boolean;
}

/** Says what an import would do, or does it. */
export function useImport({ dryRun }: { dryRun: boolean }) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, clean }: ImportRequest) =>
      apiSend<ImportResult>('POST', '/api/v1/dispatchers/import', { body: { ...parseFile(text), clean, dryRun } }),
    onSuccess: () => (dryRun ? undefined : client.invalidateQueries({ queryKey: ['dispatchers'] })),
  });
}

/** A list of dispatchers, or an object that has one: both are in use. */
function parseFile(text: string): object {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new ApiError(13, 'NOT_JSON', `This is not JSON: ${error instanceof Error ? error.message : ''}`, 400);
  }
  return Array.isArray(file) ? { dispatchers: file } : (file as object);
}

/** Saves all dispatchers as a file of the reader's. */
export async function downloadDispatchers(): Promise<void> {
  const file = await apiGet<DispatchersFile>('/api/v1/dispatchers/export');
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'dispatchers.json';
  link.click();
  URL.revokeObjectURL(url);
}
