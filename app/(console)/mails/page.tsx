import type { Metadata } from 'next';
import { MailsScreen } from '@/components/mails/mails-screen';

export const metadata: Metadata = { title: 'Mails' };

export default function MailsPage() {
  return <MailsScreen />;
}
