import type { Metadata } from 'next';
import { SetPasswordScreen } from '@/components/session/set-password-screen';

export const metadata: Metadata = { title: 'Choose a password', referrer: 'no-referrer' };

export default function SetPasswordPage() {
  return <SetPasswordScreen />;
}
