'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { AllowedButton } from '@/components/data/allowed-button';
import { ChipsField } from '@/components/form/chips-field';
import { Form, useAppForm } from '@/components/form/form';
import { PasswordField } from '@/components/form/password-field';
import { SelectField } from '@/components/form/select-field';
import { TextField } from '@/components/form/text-field';
import { useCan } from '@/components/session/permissions';
import { MailForm, toMailForm, toMailInput } from '@/components/settings/mail/form-values';
import { mailSettingsQuery } from '@/components/settings/queries';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { apiSend } from '@/lib/http/client';
import type { MailSettingsView } from '@/lib/settings/schema';

const SERVERS = [
  { value: 'smtp', label: 'An SMTP server' },
  { value: 'none', label: 'None: capture mails' },
] as const;
const SECURITIES = [
  { value: 'starttls', label: 'STARTTLS, always' },
  { value: 'tls', label: 'TLS from the first byte' },
  { value: 'automatic', label: 'STARTTLS when it is offered' },
] as const;
const MODES = [
  { value: 'live', label: 'Live: everybody gets their mail' },
  { value: 'capture', label: 'Capture: nobody does' },
  { value: 'redirect', label: 'Redirect: one address gets it all' },
  { value: 'allow', label: 'Allow: only some domains' },
] as const;

export function MailSettingsForm({ settings }: { settings: MailSettingsView }) {
  const client = useQueryClient();
  const canManage = useCan('MANAGE_SETTINGS');
  const form = useAppForm({ schema: MailForm, defaultValues: toMailForm(settings) });
  const [server, mode] = useWatch({ control: form.control, name: ['server', 'mode'] });
  const fixed = toFixed(settings);
  const save = async (values: MailForm) => {
    const body = toMailInput(values);
    const saved = await apiSend<MailSettingsView>('PUT', '/api/v1/settings/mail', { body });
    client.setQueryData(mailSettingsQuery.queryKey, saved);
    toast.success('Mails are sent this way from now on');
  };
  return (
    <Form form={form} label="Mail transport" onSubmit={save} disabled={!canManage} className="grid gap-4">
      {fixed.length > 0 && (
        <Notice>
          {fixed.join(' and ')} of the environment {fixed.length === 1 ? 'wins' : 'win'} over what is set here.
        </Notice>
      )}
      <Card>
        <CardHeader title="Server" />
        <div className="grid gap-4 p-4 sm:grid-cols-2">
          <SelectField name="server" label="Mails are handed to" options={SERVERS} />
          {server === 'smtp' && <ServerFields hasPassword={settings.smtp?.hasPassword ?? false} />}
        </div>
      </Card>
      <Card>
        <CardHeader title="Mails" />
        <div className="grid gap-4 p-4 sm:grid-cols-2">
          <TextField name="from" label="From" hint="Such as Team <team@example.com>" />
          <SelectField name="mode" label="Who gets them" options={MODES} />
          {mode === 'redirect' && <TextField name="redirectTo" label="Redirect to" type="email" />}
          {mode === 'allow' && <ChipsField name="allowDomains" label="Domains" placeholder="example.com" />}
        </div>
      </Card>
      <div>
        <AllowedButton permission="MANAGE_SETTINGS" type="submit" variant="primary" busy={form.formState.isSubmitting}>
          Save mail transport
        </AllowedButton>
      </div>
    </Form>
  );
}

function ServerFields({ hasPassword }: { hasPassword: boolean }) {
  return (
    <>
      <SelectField name="smtp.security" label="Encryption" options={SECURITIES} />
      <TextField name="smtp.host" label="Host" placeholder="mail.example.com" />
      <TextField name="smtp.port" label="Port" inputMode="numeric" />
      <TextField name="smtp.user" label="User" optional autoComplete="off" />
      <PasswordField
        name="smtp.password"
        label="Password"
        autoComplete="new-password"
        hint={hasPassword ? 'One is stored, and never shown. Leave this empty to keep it.' : undefined}
      />
    </>
  );
}

/** The variables of the environment that win. */
function toFixed({ origins }: MailSettingsView): string[] {
  const variables = { smtp: 'SMTP_URL', from: 'MAIL_FROM', mode: 'MAIL_MODE' } as const;
  return (['smtp', 'from', 'mode'] as const).flatMap((key) => (origins[key] === 'environment' ? variables[key] : []));
}
