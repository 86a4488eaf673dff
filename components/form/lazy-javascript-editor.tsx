'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The JavaScript editor, loaded when it is first shown. */
export const LazyJavaScriptEditor = dynamic(
  () => import('@/components/form/javascript-editor').then((module) => module.JavaScriptEditor),
  {
    ssr: false,
    loading: () => <Skeleton className="h-80 w-full" />,
  },
);
