// Loaded into a server by `--import`: its clock runs as the file CLOCK_FILE says, `{"jumpMs": …, "speed": …}`.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);
let setting = { jumpMs: 0, speed: 1 };
let base = { real: realNow(), shown: realNow() };

const shownNow = () => Math.floor(base.shown + (realNow() - base.real) * setting.speed);

function look() {
  try {
    const next = JSON.parse(readFileSync(process.env.CLOCK_FILE, 'utf8'));
    if (next.jumpMs === setting.jumpMs && next.speed === setting.speed) return;
    base = { real: realNow(), shown: shownNow() + next.jumpMs - setting.jumpMs };
    setting = next;
  } catch {
    // It is being written at this moment.
  }
}

// Date.now alone would leave `new Date()` as it is.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length > 0 ? args : [shownNow()], self),
  apply: () => new RealDate(shownNow()).toString(),
  get: (target, key) => (key === 'now' ? shownNow : Reflect.get(target, key)),
});
look();
setInterval(look, 20).unref();
