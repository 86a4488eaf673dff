import type { FunctionKind, TaskFunction } from '@/lib/functions/schema';
import type { TaskStatus } from '@/lib/tasks/schema';

/** What became of a function's tasks. Timestamps are epoch milliseconds. */
export interface FunctionActivity {
  lastRun?: { taskId: string; status: TaskStatus; at: number };
  failures24h: number;
  /** Tasks that have not begun; 10,000 means so many or more. */
  waiting: number;
}

/** A row of the list of functions. */
export interface FunctionSummary extends FunctionActivity {
  name: string;
  kind: FunctionKind;
  description?: string | undefined;
  enabled: boolean;
  /** When it was switched off because its target answered 410. */
  pausedTimestamp?: number | undefined;
  runtime?: string | undefined;
  /** Where it runs, when not here: the URL, or name and region of the Lambda function. */
  target?: string | undefined;
  /** How many dispatchers and schedules call it by its name. */
  dispatchers: number;
  schedules: number;
  updateTimestamp: number;
}

/** A dispatcher that calls a function. */
export interface FunctionUser {
  id: string;
  name: string | undefined;
  eventType: string;
  enabled: boolean;
}

/** `GET /api/v1/functions/{name}`: the settings, and who relies on it. Values of variables are masked. */
export interface FunctionDetail extends FunctionActivity {
  fn: TaskFunction;
  /** Credentials of a Lambda function are stored here; without, the server's own are used. */
  hasCredentials: boolean;
  secretLastFour?: string | undefined;
  usedBy: {
    /** How many call it by its name, and the first of them. */
    total: number;
    dispatchers: FunctionUser[];
    schedules: { id: string; interval: number; nextTimestamp: number }[];
    /** Dispatchers whose function name is filled from the event: it may be this one. */
    computed: number;
  };
}

/** `GET /api/v1/functions/{name}/code`: what is in the zip, and the text when it is a single file. */
export interface FunctionCodeView {
  /** Bytes of the zip. */
  size: number;
  files: { path: string; size: number }[];
  /** Of a zip with one file of text in it. */
  source?: { path: string; content: string };
}
