import type { Metadata } from 'next';
import { DispatchersScreen } from '@/components/dispatchers/dispatchers-screen';
import { EVERY_DISPATCHER, toListQuery } from '@/components/dispatchers/list-path';
import { listDispatcherSummaries } from '@/lib/dispatchers/summaries';
import { readForDocument } from '../read-for-document';

export const metadata: Metadata = { title: 'Dispatchers' };

export default async function DispatchersPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const isFiltered = Object.keys(await searchParams).length > 0;
  const read = isFiltered
    ? undefined
    : await readForDocument((principal) =>
        listDispatcherSummaries(principal, toListQuery(EVERY_DISPATCHER), Date.now()),
      );
  return <DispatchersScreen read={read} />;
}
