import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  CopyX,
  Inbox,
  LoaderCircle,
  type LucideIcon,
  MailX,
  RotateCcw,
  ShieldAlert,
  Unplug,
} from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import type { EventOutcome } from '@/lib/events/schema';
import type { MailStatus, RecipientStatus } from '@/lib/mail/schema';
import type { AttemptOutcome, RunStatus } from '@/lib/runs/schema';
import type { TaskStatus } from '@/lib/tasks/schema';
import type { UserState } from '@/lib/users/schema';

interface StatusLook {
  word: string;
  tone: Tone;
  Icon: LucideIcon;
  /** Turns while something is going on. */
  spins?: true;
}

const done: Omit<StatusLook, 'word'> = { tone: 'success', Icon: CircleCheck };
const failed: Omit<StatusLook, 'word'> = { tone: 'danger', Icon: CircleAlert };
const active: Omit<StatusLook, 'word'> = { tone: 'info', Icon: LoaderCircle, spins: true };
const waiting: Omit<StatusLook, 'word'> = { tone: 'info', Icon: Clock };
const over: Omit<StatusLook, 'word'> = { tone: 'quiet', Icon: Ban };
const captured: StatusLook = { word: 'Captured', tone: 'warning', Icon: Inbox };

/** The one place that says how a status looks: word, icon and colour. */
const LOOKS = {
  run: {
    pending: { word: 'Pending', ...waiting },
    running: { word: 'Running', ...active },
    succeeded: { word: 'Done', ...done },
    failed: { word: 'Failed', ...failed },
    canceled: { word: 'Canceled', ...over },
  } satisfies Record<RunStatus, StatusLook>,
  mail: {
    queued: { word: 'Queued', ...waiting },
    sending: { word: 'Sending', ...active },
    sent: { word: 'Sent', ...done },
    partial: { word: 'Partly sent', tone: 'warning', Icon: MailX },
    captured,
    failed: { word: 'Failed', ...failed },
    canceled: { word: 'Canceled', ...over },
  } satisfies Record<MailStatus, StatusLook>,
  recipient: {
    pending: { word: 'Pending', ...waiting },
    accepted: { word: 'Accepted', ...done },
    refused: { word: 'Refused', tone: 'danger', Icon: MailX },
    captured,
  } satisfies Record<RecipientStatus, StatusLook>,
  task: {
    new: { word: 'New', ...waiting },
    inProgress: { word: 'In progress', ...active },
    complete: { word: 'Complete', ...done },
    failed: { word: 'Failed', ...failed },
    retried: { word: 'Retried', tone: 'warning', Icon: RotateCcw },
    canceled: { word: 'Canceled', ...over },
  } satisfies Record<TaskStatus, StatusLook>,
  attempt: {
    running: { word: 'Running', ...active },
    succeeded: { word: 'Succeeded', ...done },
    failed: { word: 'Failed', ...failed },
    lost: { word: 'Lost', tone: 'warning', Icon: Unplug },
    interrupted: { word: 'Interrupted', tone: 'warning', Icon: CircleSlash },
    stale: { word: 'Overtaken', tone: 'quiet', Icon: CopyX },
  } satisfies Record<AttemptOutcome, StatusLook>,
  outcome: {
    matched: { word: 'Matched', ...done },
    no_dispatcher: { word: 'Nothing listens', tone: 'quiet', Icon: CircleDashed },
    disabled: { word: 'Dispatcher disabled', tone: 'quiet', Icon: CircleSlash },
    no_actions: { word: 'No actions', tone: 'quiet', Icon: CircleDashed },
    loop_guard: { word: 'Stopped: loop', tone: 'danger', Icon: ShieldAlert },
  } satisfies Record<EventOutcome, StatusLook>,
  user: {
    active: { word: 'Active', ...done },
    invited: { word: 'Invited', ...waiting },
    disabled: { word: 'Disabled', tone: 'quiet', Icon: CircleSlash },
  } satisfies Record<UserState, StatusLook>,
};

type StatusProps =
  | { kind: 'run'; value: RunStatus }
  | { kind: 'mail'; value: MailStatus }
  | { kind: 'recipient'; value: RecipientStatus }
  | { kind: 'task'; value: TaskStatus }
  | { kind: 'attempt'; value: AttemptOutcome }
  | { kind: 'outcome'; value: EventOutcome }
  | { kind: 'user'; value: UserState };

/** A status as word, icon and colour. `text` replaces the word, for a count such as "2 done". */
export function Status({ text, ...status }: StatusProps & { text?: string }) {
  const { word, tone, Icon, spins } = statusLook(status);
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={spins && 'animate-spin'} />
      {text ?? word}
    </Badge>
  );
}

/** The word of a status, for a sentence or a choice. */
export function statusWord(status: StatusProps): string {
  return statusLook(status).word;
}

function statusLook({ kind, value }: StatusProps): StatusLook {
  const looks: Record<string, StatusLook> = LOOKS[kind];
  // A newer server may know a status that this page does not: show its name rather than break.
  return looks[value] ?? { word: value, tone: 'quiet', Icon: CircleDashed };
}
