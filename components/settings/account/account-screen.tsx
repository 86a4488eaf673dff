'use client';

import { useQuery } from '@tanstack/react-query';
import { Fact, Facts } from '@/components/data/facts';
import { meQuery } from '@/components/session/queries';
import { Section } from '@/components/settings/section';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { Card, CardHeader } from '@/components/ui/card';

/** What a person may see and change of themselves. */
export function AccountScreen() {
  const me = useQuery(meQuery).data;
  if (!me) return null;
  return (
    <Section title="My account" description={me.email}>
      <Card>
        <CardHeader title="About you" />
        <div className="p-4">
          <Facts>
            <Fact name="E-mail">{me.email}</Fact>
            <Fact name="Roles">{me.roles.join(', ')}</Fact>
            <Fact name="Theme">
              <ThemeSwitch />
            </Fact>
          </Facts>
        </div>
      </Card>
    </Section>
  );
}
