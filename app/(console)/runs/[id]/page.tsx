import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RunScreen } from '@/components/runs/run-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'Run' };

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  return <RunScreen id={id} />;
}
