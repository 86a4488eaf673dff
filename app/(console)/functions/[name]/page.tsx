import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EditFunctionScreen } from '@/components/functions/edit-function-screen';
import { FunctionName } from '@/lib/functions/schema';

export const metadata: Metadata = { title: 'Function' };

export default async function FunctionPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  if (!FunctionName.safeParse(name).success) notFound();
  return <EditFunctionScreen name={name} />;
}
