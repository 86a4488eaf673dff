import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from '@/components/shell/message-page';
import { Button } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <MessagePage
      title="There is nothing here"
      action={
        <Button asChild variant="primary">
          <Link href="/">Go to the overview</Link>
        </Button>
      }
    >
      The address may be mistyped, or what it led to has been deleted.
    </MessagePage>
  );
}
