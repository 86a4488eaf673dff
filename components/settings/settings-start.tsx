'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { meQuery } from '@/components/session/queries';
import { visibleSections } from '@/components/settings/sections';

/** Leads on to the first section that the person may see. */
export function SettingsStart() {
  const router = useRouter();
  const permissions = useQuery(meQuery).data?.permissions;
  const first = permissions && visibleSections(permissions)[0];
  useEffect(() => {
    if (first) router.replace(first.href);
  }, [first, router]);
  return null;
}
