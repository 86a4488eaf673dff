'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The Handlebars editor, loaded when it is first shown. */
export const LazyHandlebarsEditor = dynamic(
  () => import('@/components/form/handlebars-editor').then((module) => module.HandlebarsEditor),
  {
    ssr: false,
    loading: () => <Skeleton className="h-24 w-full" />,
  },
);
