import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { FirstUse } from '@/components/data/list-states';
import { Button } from '@/components/ui/button';

export default function ConsoleNotFound() {
  return (
    <FirstUse
      Icon={SearchX}
      title="There is nothing here"
      action={
        <Button asChild variant="primary">
          <Link href="/">Go to the overview</Link>
        </Button>
      }
    >
      The address may be mistyped, or what it led to has been deleted.
    </FirstUse>
  );
}
