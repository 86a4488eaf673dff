import type { Metadata } from 'next';
import { MailScreen } from '@/components/settings/mail/mail-screen';

export const metadata: Metadata = { title: 'Mail transport' };

export default function MailPage() {
  return <MailScreen />;
}
