'use client';

import { ChevronDown, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { AllowedButton } from '@/components/data/allowed-button';
import { START_NAMES, STARTS } from '@/components/functions/kinds';
import { useCan } from '@/components/session/permissions';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';

export function NewFunctionMenu() {
  const router = useRouter();
  const canCreate = useCan('CREATE_TASK_FUNCTION');
  const content = (
    <>
      <Plus aria-hidden /> New function <ChevronDown aria-hidden />
    </>
  );
  if (!canCreate) {
    return (
      <AllowedButton permission="CREATE_TASK_FUNCTION" variant="primary">
        {content}
      </AllowedButton>
    );
  }
  return (
    <Menu trigger={<Button variant="primary">{content}</Button>}>
      {START_NAMES.map((start) => (
        <MenuItem key={start} onSelect={() => router.push(`/functions/new?start=${start}`)}>
          {STARTS[start].label}
        </MenuItem>
      ))}
    </Menu>
  );
}
