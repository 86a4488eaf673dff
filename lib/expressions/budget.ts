import type { JsonValue } from '@/lib/format/json';
import { MAX_DATA_DEPTH, MAX_OUTPUT_CHARS, MAX_STEPS, MAX_WORK_CHARS } from './limits';

/** Ends an evaluation from within; caught where the evaluation began and reported as a problem. */
export class BudgetExceeded extends Error {}

/** Counts what an evaluation does, so that no template and no event can keep the process busy or fill its memory. */
export class Budget {
  private steps = 0;
  private outputChars = 0;
  private workChars = 0;
  private readonly sizes = new WeakMap<object, number>();

  step(count = 1): void {
    this.steps += count;
    if (this.steps > MAX_STEPS) throw new BudgetExceeded(`takes more than ${MAX_STEPS} steps`);
  }

  output(chars: number): void {
    this.outputChars += chars;
    if (this.outputChars > MAX_OUTPUT_CHARS) throw new BudgetExceeded(`gives more than ${MAX_OUTPUT_CHARS} characters`);
  }

  /** Text that is read or made on the way. */
  work(chars: number): void {
    this.workChars += chars;
    if (this.workChars > MAX_WORK_CHARS) throw new BudgetExceeded(`handles more than ${MAX_WORK_CHARS} characters`);
  }

  /** Charges a value that is put out as JSON; each object is measured once, however often it is put out. */
  outputValue(value: JsonValue): void {
    this.output(this.measure(value));
  }

  /** About how many characters a value takes as JSON. */
  measure(value: JsonValue): number {
    return this.sizeOf(value, 0);
  }

  private sizeOf(value: JsonValue, depth: number): number {
    if (typeof value === 'string') return value.length + 2;
    if (typeof value !== 'object' || value === null) return 8;
    const known = this.sizes.get(value);
    if (known !== undefined) return known;
    if (depth > MAX_DATA_DEPTH * 2)
      throw new BudgetExceeded(`gives data nested deeper than ${MAX_DATA_DEPTH * 2} levels`);
    let size = 2;
    if (Array.isArray(value)) for (const item of value) size += 1 + this.sizeOf(item, depth + 1);
    else for (const key of Object.keys(value)) size += key.length + 4 + this.sizeOf(value[key] ?? null, depth + 1);
    this.sizes.set(value, size);
    return size;
  }
}
