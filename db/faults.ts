/** Ways to break a promise on purpose, so that the test of that promise can be seen to fail. */
export const FAULTS = [
  'ack-before-commit',
  'success-before-send',
  'synchronous-normal',
  'no-fencing',
  'no-dedup',
  'never-reclaim',
  'dispatch-hangs',
  'dispatch-hangs-unseen',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Places after which the process can be killed: between two of them nothing may get lost. */
export const FAULT_POINTS = ['intake-commit', 'before-ack', 'plan', 'claim', 'send', 'before-result'] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

interface Switch {
  fault?: Fault;
  point?: FaultPoint;
  /** The process dies when it passes the point for the so-manieth time. */
  passes: number;
}

let passed = 0;
const active = readSwitch(process.env.DISPATCHERS_FAULT);

/**
 * `DISPATCHERS_FAULT=<fault>` or `crash-after:<point>[:<passes>]`, for the tests of the promises only.
 * @throws for anything else: a switch that is misspelt must not pass for one that does no harm.
 */
export function readSwitch(text: string | undefined): Switch {
  if (!text) return { passes: 0 };
  const fault = FAULTS.find((name) => name === text);
  if (fault) return { fault, passes: 0 };
  const [, name, passes = '1'] = /^crash-after:([a-z-]+)(?::(\d+))?$/.exec(text) ?? [];
  const point = FAULT_POINTS.find((known) => known === name);
  if (!point) throw new Error(`DISPATCHERS_FAULT=${text} is none of ${FAULTS.join(', ')}, crash-after:<point>`);
  return { point, passes: Number(passes) };
}

/** What this process breaks on purpose, to be said loudly at its start; undefined: nothing. */
export function plannedFault(): string | undefined {
  return active.fault ?? (active.point && `crash-after:${active.point}`);
}

export function hasFault(fault: Fault): boolean {
  return active.fault === fault;
}

/** Dies here, as by a power cut, when the switch says so. */
export function passPoint(point: FaultPoint): void {
  if (active.point !== point) return;
  passed++;
  if (passed >= active.passes) process.kill(process.pid, 'SIGKILL');
}
