import type { Metadata } from 'next';
import { DispatchersScreen } from '@/components/dispatchers/dispatchers-screen';

export const metadata: Metadata = { title: 'Dispatchers' };

export default function DispatchersPage() {
  return <DispatchersScreen />;
}
