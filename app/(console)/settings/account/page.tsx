import type { Metadata } from 'next';
import { AccountScreen } from '@/components/settings/account/account-screen';

export const metadata: Metadata = { title: 'My account' };

export default function AccountPage() {
  return <AccountScreen />;
}
