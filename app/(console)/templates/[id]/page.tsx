import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EditTemplateScreen } from '@/components/templates/edit-template-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'Template' };

export default async function TemplatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  return <EditTemplateScreen id={id} />;
}
