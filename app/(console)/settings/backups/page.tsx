import type { Metadata } from 'next';
import { BackupsScreen } from '@/components/settings/backups/backups-screen';

export const metadata: Metadata = { title: 'Backups' };

export default function BackupsPage() {
  return <BackupsScreen />;
}
