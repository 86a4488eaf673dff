import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Where pictures are put; not part of the repository. */
export const FOLDER = path.join(process.cwd(), 'screens');
/** `SCREENS=events,palette` takes only pictures whose name begins so, and keeps the others. */
export const WANTED = process.env.SCREENS?.split(',');

/** Once before all: a worker that begins anew after a failure keeps what is there. */
export default function emptyFolder(): void {
  if (WANTED === undefined) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}
