import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '@/lib/functions/schema';

export const LOG_MAX_BYTES = 64 * 1024;
const MAX_LINES = 4_000;
const TRUNCATED = `… truncated: only the first ${LOG_MAX_BYTES / 1024} KB of output are kept`;

/** Turns the output of one run into log lines, each with the time at which its end arrived, and keeps at most 64 KB. */
export class LogCollector {
  readonly #now: () => number;
  readonly #lines: LogLine[] = [];
  readonly #pending = new Map<string, { decoder: StringDecoder; text: string }>();
  #keptBytes = 0;
  #truncated = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Adds output of one stream: lines of different streams are never mixed into one. */
  push(stream: string, chunk: Buffer): void {
    const room = LOG_MAX_BYTES - this.#keptBytes;
    if (chunk.length > room) this.#truncated = true;
    if (room <= 0) return;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#keptBytes += kept.length;
    const pending = this.#pendingOf(stream);
    const parts = (pending.text + pending.decoder.write(kept)).split('\n');
    pending.text = parts.pop() ?? '';
    for (const part of parts) this.#add(part);
  }

  /** Adds a whole line of our own. */
  line(message: string): void {
    this.push('note', Buffer.from(`${message}\n`));
  }

  /** The lines so far, with unfinished ones ended, and a last line that says so when something was left out. */
  end(): LogLine[] {
    for (const pending of this.#pending.values()) {
      const rest = pending.text + pending.decoder.end();
      pending.text = '';
      if (rest) this.#add(rest);
    }
    const last = this.#truncated ? [{ timestamp: this.#now(), message: TRUNCATED }] : [];
    return [...this.#lines, ...last];
  }

  #pendingOf(stream: string): { decoder: StringDecoder; text: string } {
    let pending = this.#pending.get(stream);
    if (!pending) {
      pending = { decoder: new StringDecoder('utf8'), text: '' };
      this.#pending.set(stream, pending);
    }
    return pending;
  }

  #add(line: string): void {
    if (this.#lines.length >= MAX_LINES) this.#truncated = true;
    else this.#lines.push({ timestamp: this.#now(), message: line.endsWith('\r') ? line.slice(0, -1) : line });
  }
}
