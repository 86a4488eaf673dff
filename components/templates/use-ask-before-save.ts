import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usageQuery } from '@/components/templates/queries';
import type { TemplateUsage } from '@/lib/templates/schema';

interface Question {
  usage: TemplateUsage;
  answer: (yes: boolean) => void;
}

/** True when something would notice that the template changes. */
export function isUsed({ dispatcherTotal, mails24h }: TemplateUsage): boolean {
  return dispatcherTotal > 0 || mails24h > 0;
}

/** Finds out what uses a template and asks, before it changes. Nothing uses it: nothing is asked. */
export function useAskBeforeSave(id: string) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<Question>();
  const ask = async (): Promise<boolean> => {
    const usage = await client.fetchQuery({ ...usageQuery(id), staleTime: 0 });
    if (!isUsed(usage)) return true;
    return new Promise((resolve) => {
      setQuestion({
        usage,
        answer: (yes) => {
          setQuestion(undefined);
          resolve(yes);
        },
      });
    });
  };
  return { ask, question };
}
