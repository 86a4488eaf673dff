'use client';

import { useQuery } from '@tanstack/react-query';
import { meQuery } from '@/components/session/queries';
import { DetailsCard } from '@/components/settings/account/details-card';
import { PasswordCard } from '@/components/settings/account/password-card';
import { SessionsCard } from '@/components/settings/account/sessions-card';
import { Section } from '@/components/settings/section';

/** What a person may see and change of themselves. */
export function AccountScreen() {
  const me = useQuery(meQuery).data;
  if (!me) return null;
  return (
    <Section title="My account" description={me.email}>
      <div className="grid gap-4">
        <DetailsCard me={me} />
        <PasswordCard email={me.email} />
        <SessionsCard />
      </div>
    </Section>
  );
}
