import { type Histogram, INTAKE_BOUNDS_S } from './metrics';

export type Labels = Readonly<Record<string, string | number>>;
export type Sample = readonly [labels: Labels, value: number];

/** Figures of one name. Without samples it is left out. */
export interface Family {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  samples: readonly Sample[];
}

/** Figures in the text form that Prometheus reads (version 0.0.4). */
export function writeFamilies(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const lines = samples.map(([labels, value]) => writeSample(name, labels, value));
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
    })
    .join('');
}

/** A histogram of seconds: each bucket counts all that is at most its bound. */
export function writeHistogram(name: string, help: string, { counts, sum }: Histogram): string {
  let total = 0;
  const lines = counts.map((count, i) => {
    total += count;
    return writeSample(`${name}_bucket`, { le: INTAKE_BOUNDS_S[i] ?? '+Inf' }, total);
  });
  const head = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
  return [...head, ...lines, writeSample(`${name}_sum`, {}, sum), writeSample(`${name}_count`, {}, total), ''].join(
    '\n',
  );
}

function writeSample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(String(text))}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
