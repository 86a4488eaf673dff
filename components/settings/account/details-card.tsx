'use client';

import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { useUpdateMe } from '@/components/settings/account/queries';
import { LocaleFields } from '@/components/settings/locale-fields';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { Me } from '@/lib/auth/schema';
import { DetailsForm } from '@/lib/users/schema';

export function DetailsCard({ me }: { me: Me }) {
  const { firstName = '', lastName = '', language = '', timeZone = '' } = me;
  const form = useAppForm({ schema: DetailsForm, defaultValues: { firstName, lastName, language, timeZone } });
  const update = useUpdateMe();
  return (
    <Card aria-labelledby="about-you">
      <CardHeader title="About you" id="about-you" />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b px-4 py-3">
        <span className="flex flex-wrap items-center gap-1.5">
          <span className="text-muted">Your roles</span>
          {me.roles.map((role) => (
            <Badge key={role} tone="accent">
              {role}
            </Badge>
          ))}
        </span>
        <span className="flex items-center gap-2">
          <span className="text-muted">Theme</span>
          <ThemeSwitch />
        </span>
      </div>
      <Form
        form={form}
        label="About you"
        className="grid gap-4 p-4 sm:grid-cols-2"
        onSubmit={async (details) => {
          await update.mutateAsync(details);
          toast.success('Your account is saved');
        }}
      >
        <TextField name="firstName" label="First name" optional autoComplete="given-name" />
        <TextField name="lastName" label="Last name" optional autoComplete="family-name" />
        <LocaleFields />
        <div className="col-span-full">
          <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
            Save
          </Button>
        </div>
      </Form>
    </Card>
  );
}
