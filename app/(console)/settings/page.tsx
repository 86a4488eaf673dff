import type { Metadata } from 'next';
import { SettingsStart } from '@/components/settings/settings-start';

export const metadata: Metadata = { title: 'Settings' };

export default function SettingsPage() {
  return <SettingsStart />;
}
