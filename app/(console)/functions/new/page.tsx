import type { Metadata } from 'next';
import { NewFunctionScreen } from '@/components/functions/new-function-screen';

export const metadata: Metadata = { title: 'New function' };

export default function NewFunctionPage() {
  return <NewFunctionScreen />;
}
