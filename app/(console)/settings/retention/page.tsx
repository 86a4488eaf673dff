import type { Metadata } from 'next';
import { RetentionScreen } from '@/components/settings/retention/retention-screen';

export const metadata: Metadata = { title: 'Retention' };

export default function RetentionPage() {
  return <RetentionScreen />;
}
