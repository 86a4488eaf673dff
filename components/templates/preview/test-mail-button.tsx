'use client';

import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCan } from '@/components/session/permissions';
import { meQuery } from '@/components/session/queries';
import type { ShownPreview } from '@/components/templates/preview/use-template-preview';
import { useSendTestMail } from '@/components/templates/queries';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';
import type { TestMail } from '@/lib/templates/schema';

const SAID: Record<TestMail['fate'], (to: string) => string> = {
  sent: (to) => `Test mail on its way to ${to}`,
  captured: (to) => `Test mail to ${to} captured: this server sends no mail to that address`,
  redirected: (to) => `Test mail to ${to} redirected: this server sends all mail to one address`,
};

/** Sends what the preview shows to the one who is signed in, and to nobody else. */
export function TestMailButton({ name, preview }: { name: string; preview: ShownPreview }) {
  const router = useRouter();
  const me = useQuery(meQuery).data;
  const canSend = useCan('SEND_MAILS');
  const send = useSendTestMail();
  const { body, result, isUpdating } = preview;
  const isMail = body?.template.outputs.subject !== undefined && body.template.outputs.body !== undefined;
  if (!isMail) return null;
  const why = !canSend
    ? 'The permission SEND_MAILS is required'
    : result && result.problems.length > 0
      ? 'It has problems: mend them first'
      : `To ${me?.email ?? 'yourself'}, as it stands here`;
  const isOff = !canSend || !result || result.problems.length > 0;
  const onClick = () => {
    if (isOff || isUpdating || !body) return;
    send.mutate(
      { ...body, ...(name.trim() ? { name: name.trim() } : {}) },
      {
        onSuccess: ({ mailId, to, fate }) =>
          toast.success(SAID[fate](to), {
            action: { label: 'Show', onClick: () => router.push(`/mails/${mailId}`) },
          }),
        onError: (error) => toast.error(error.message),
      },
    );
  };
  return (
    <Tooltip content={why}>
      <Button
        size="sm"
        busy={send.isPending}
        aria-disabled={isOff || undefined}
        className={isOff ? 'cursor-default opacity-55' : undefined}
        onClick={onClick}
      >
        <Send aria-hidden /> Send me a test
      </Button>
    </Tooltip>
  );
}
