/** A fixed number of places. Who finds none waits in line; `release` hands the place to the next. */
export interface Slots {
  acquire(): Promise<() => void>;
}

/** Makes `count` places, first come first served. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  function acquire(): Promise<() => void> {
    let held = true;
    const releaseOnce = () => {
      if (held) release();
      held = false;
    };
    if (free > 0) {
      free -= 1;
      return Promise.resolve(releaseOnce);
    }
    return new Promise((resolve) => waiting.push(() => resolve(releaseOnce)));
  }

  return { acquire };
}
