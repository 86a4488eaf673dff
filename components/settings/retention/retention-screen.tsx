'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { useCan } from '@/components/session/permissions';
import { retentionQuery } from '@/components/settings/queries';
import { Section } from '@/components/settings/section';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { apiSend } from '@/lib/http/client';
import type { RetentionView } from '@/lib/settings/schema';

const Values = z.object({
  days: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number of days')
    .transform(Number)
    .refine((days) => days >= 1 && days <= 36_500, 'must be from 1 to 36,500'),
});

/** How long finished work is kept. */
export function RetentionScreen() {
  const retention = useQuery(retentionQuery);
  return (
    <Section
      title="Retention"
      description="Finished work is removed after some days. What failed stays until somebody deals with it."
    >
      {retention.isPending && <LoadingRows label="the retention" rows={3} />}
      {retention.isError && <ErrorState error={retention.error} onRetry={() => void retention.refetch()} />}
      {retention.data && <Retention key={retention.data.days} retention={retention.data} />}
    </Section>
  );
}

function Retention({ retention }: { retention: RetentionView }) {
  const client = useQueryClient();
  const isFixed = retention.origin === 'environment';
  const canManage = useCan('MANAGE_SETTINGS');
  const form = useAppForm({ schema: Values, defaultValues: { days: String(retention.days) } });
  const save = async ({ days }: { days: number }) => {
    const saved = await apiSend<RetentionView>('PUT', '/api/v1/settings/retention', { body: { days } });
    client.setQueryData(retentionQuery.queryKey, saved);
    toast.success(`Kept for ${days} days from the next sweep on`);
  };
  return (
    <div className="grid gap-4">
      {isFixed && <Notice>RETENTION_DAYS of the environment says how long work is kept: it is changed there.</Notice>}
      <Card>
        <CardHeader title="How long work is kept" />
        <Form form={form} label="Retention" onSubmit={save} disabled={isFixed || !canManage} className="grid gap-4 p-4">
          <TextField
            name="days"
            label="Days"
            inputMode="numeric"
            className="max-w-40"
            hint="Events with their runs, mails and tasks."
          />
          {!isFixed && (
            <div>
              <AllowedButton
                permission="MANAGE_SETTINGS"
                type="submit"
                variant="primary"
                busy={form.formState.isSubmitting}
              >
                Save retention
              </AllowedButton>
            </div>
          )}
        </Form>
      </Card>
      <Card>
        <CardHeader title="The next sweep" />
        <div className="grid gap-2 p-4">
          <p>It will remove {toWords(retention.next)}.</p>
          <p className="text-muted">
            {retention.lastSweep ? (
              <>
                The last one, <RelativeTime timestamp={retention.lastSweep.at} />, removed {retention.lastSweep.removed}{' '}
                rows.
              </>
            ) : (
              'None was finished yet. There is one at the start, then once an hour.'
            )}
          </p>
        </div>
      </Card>
    </div>
  );
}

function toWords({ events, mails, tasks, limit }: RetentionView['next']): string {
  if (events + mails + tasks === 0) return 'nothing: all that is finished is younger';
  const count = (n: number, what: string) => `${n >= limit ? `${limit} or more` : n} ${what}`;
  return `${count(events, 'events')}, ${count(mails, 'mails')} and ${count(tasks, 'tasks')}`;
}
