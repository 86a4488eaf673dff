import type { ListenerVerdict } from '@/lib/console/schema';

const WORDS: Record<ListenerVerdict, { was: string; now: string }> = {
  acts: { was: 'It listens to this type and was enabled.', now: 'Now it would act on it.' },
  loop_guard: {
    was: 'The loop guard stopped the event: too many events stand behind it.',
    now: 'Now the loop guard would stop it.',
  },
  dispatcher_disabled: { was: 'It was disabled when the event came in.', now: 'Now it is disabled.' },
  no_actions: { was: 'It had no actions when the event came in.', now: 'Now it has no actions.' },
  action_disabled: {
    was: 'All of its actions were disabled when the event came in.',
    now: 'Now all of its actions are disabled.',
  },
  made_later: { was: 'It was made after the event came in.', now: 'It was made after the event came in.' },
  deleted: { was: 'It has been deleted.', now: 'It has been deleted.' },
};

/** Why a dispatcher did, or would now do, something with an event or nothing. */
export function toVerdictWords(verdict: ListenerVerdict, when: 'was' | 'now'): string {
  return WORDS[verdict][when];
}
