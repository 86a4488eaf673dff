/**
 * What the threads of one server share: numbers that each of them sees at once, without a message. Only whole numbers fit:
 * who holds the pen (`pen.ts`), and how often something was written (`versions.ts`).
 */
const KEY = Symbol.for('dispatchers.sharedMemory');
// The server bundle and Next's bundles each carry a copy of this module.
const holder = globalThis as { [KEY]?: Int32Array };

const CELLS = 16;

/** The memory of this server; made with the first use, unless another thread's was adopted. */
export function sharedMemory(): Int32Array {
  holder[KEY] ??= new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  return holder[KEY];
}

/** Goes on with the memory of the thread that started this one. To be called before anything else of `db/`. */
export function adoptSharedMemory(memory: Int32Array): void {
  holder[KEY] = memory;
}
