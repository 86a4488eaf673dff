import { z } from 'zod';
import { Permission } from '@/lib/auth/schema';
import { Action, ActionInput, Dispatcher, Recipients } from '@/lib/dispatchers/schema';
import { AnyJson } from '@/lib/http/registry/answers';
import { Me } from '@/lib/http/registry/auth';
import {
  Attempt,
  EventSummary,
  MailDetail,
  Plan,
  Problem,
  Run,
  RunCounts,
  RunDetail,
  Source,
  TaskDetail,
} from '@/lib/http/registry/console-answers';
import { Receipt, WireEvent } from '@/lib/http/registry/events';
import { WireMail } from '@/lib/http/registry/mails';
import { WireFunction, WireSchedule, WireTask } from '@/lib/http/registry/tasks';
import { WireTemplate } from '@/lib/http/registry/templates';
import { InputType } from '@/lib/templates/schema';

const NAMES: readonly (readonly [z.ZodType, string])[] = [
  [AnyJson, 'Json'],
  [Action, 'Action'],
  [ActionInput, 'ActionInput'],
  [Attempt, 'Attempt'],
  [Dispatcher, 'Dispatcher'],
  [EventSummary, 'EventSummary'],
  [InputType, 'TemplateInputType'],
  [MailDetail, 'MailDetail'],
  [Me, 'Me'],
  [Permission, 'Permission'],
  [Plan, 'Plan'],
  [Problem, 'Problem'],
  [Receipt, 'Receipt'],
  [Recipients, 'Recipients'],
  [Run, 'Run'],
  [RunCounts, 'RunCounts'],
  [RunDetail, 'RunDetail'],
  [Source, 'Source'],
  [TaskDetail, 'TaskDetail'],
  [WireEvent, 'Event'],
  [WireFunction, 'Function'],
  [WireMail, 'Mail'],
  [WireSchedule, 'Schedule'],
  [WireTask, 'Task'],
  [WireTemplate, 'Template'],
];

/** Schemas that stand once under `components`, by these names; every other one stands where it is used. */
export const componentNames = z.registry<{ id: string }>();
for (const [schema, id] of NAMES) componentNames.add(schema, { id });
