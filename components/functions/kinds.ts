import { Cloud, Globe, type LucideIcon, SquareTerminal } from 'lucide-react';
import type { FunctionKind } from '@/lib/functions/schema';

interface KindLook {
  word: string;
  Icon: LucideIcon;
  /** Where its code runs. */
  about: string;
}

/** The one place that says how a kind of function is called and looks. */
export const KIND_LOOKS = {
  local: {
    word: 'Local',
    Icon: SquareTerminal,
    about: 'JavaScript that runs on this server, in a process of its own.',
  },
  http: { word: 'HTTP', Icon: Globe, about: 'A URL of yours that is called with a signed POST.' },
  lambda: { word: 'Lambda', Icon: Cloud, about: 'A function on AWS Lambda.' },
} as const satisfies Record<FunctionKind, KindLook>;

/** The ways to make a function: its kind, and for a local one where its code comes from. */
export const STARTS = {
  written: { kind: 'local', from: 'written', label: 'Write it here' },
  zip: { kind: 'local', from: 'zip', label: 'Upload a zip' },
  http: { kind: 'http', from: 'zip', label: 'HTTP: call a URL' },
  lambda: { kind: 'lambda', from: 'zip', label: 'AWS Lambda' },
} as const satisfies Record<string, { kind: FunctionKind; from: 'written' | 'zip'; label: string }>;
export type Start = keyof typeof STARTS;
export const START_NAMES = Object.keys(STARTS) as Start[];
