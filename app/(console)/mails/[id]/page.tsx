import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { MailScreen } from '@/components/mails/mail-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'Mail' };

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  return <MailScreen id={id} />;
}
