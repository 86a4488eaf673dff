import type { Metadata } from 'next';
import { LocalizationsScreen } from '@/components/localizations/localizations-screen';

export const metadata: Metadata = { title: 'Localizations' };

export default function LocalizationsPage() {
  return <LocalizationsScreen />;
}
