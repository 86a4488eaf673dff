import type { Metadata } from 'next';
import { FunctionsScreen } from '@/components/functions/functions-screen';

export const metadata: Metadata = { title: 'Functions' };

export default function FunctionsPage() {
  return <FunctionsScreen />;
}
