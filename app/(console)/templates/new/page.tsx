import type { Metadata } from 'next';
import { NewTemplateScreen } from '@/components/templates/new-template-screen';

export const metadata: Metadata = { title: 'New template' };

export default function NewTemplatePage() {
  return <NewTemplateScreen />;
}
