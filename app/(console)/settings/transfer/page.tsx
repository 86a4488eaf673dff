import type { Metadata } from 'next';
import { TransferScreen } from '@/components/settings/transfer/transfer-screen';

export const metadata: Metadata = { title: 'Import and export' };

export default function TransferPage() {
  return <TransferScreen />;
}
