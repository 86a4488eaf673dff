import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TaskScreen } from '@/components/tasks/task-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'Task' };

export default async function TaskPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  return <TaskScreen id={id} />;
}
