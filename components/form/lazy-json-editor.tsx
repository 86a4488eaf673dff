'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The JSON editor, loaded when it is first shown: most pages never need it. */
export const LazyJsonEditor = dynamic(
  () => import('@/components/form/json-editor').then((module) => module.JsonEditor),
  {
    ssr: false,
    loading: () => <Skeleton className="h-24 w-full" />,
  },
);
