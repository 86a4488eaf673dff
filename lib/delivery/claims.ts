import { inNextCommit } from './group-commit';
import type { ClaimOptions, WorkerSpec } from './worker';

/** What differs from queue to queue in claiming. */
interface ClaimSteps<Claimed, Item> {
  /** What may begin now, by turns over the lanes. */
  pick(options: ClaimOptions): { ids: string[]; cursor: string };
  /** Claims one of them, inside an open write transaction. Nothing when it is not to be had any more. */
  claimOne(id: string, now: number): Claimed[];
  /** Called once that is committed. */
  take(claimed: Claimed, now: number): Item;
}

/** Claims what is due: in a commit of the worker's own, or in one that somebody else has opened. */
export function createClaims<Claimed, Item extends { lane: string }>({
  pick,
  claimOne,
  take,
}: ClaimSteps<Claimed, Item>): Required<Pick<WorkerSpec<Item>, 'claim' | 'claimNow'>> {
  const claimAll = (ids: string[], now: number) => ids.flatMap((id) => claimOne(id, now));
  const takeAll = (claimed: Claimed[], now: number) => claimed.map((one) => take(one, now));
  return {
    async claim(options) {
      const { ids, cursor } = pick(options);
      if (ids.length === 0) return { items: [], cursor };
      const claimed = await inNextCommit(() => claimAll(ids, options.now));
      return { items: takeAll(claimed, options.now), cursor };
    },
    claimNow(options) {
      const { ids, cursor } = pick(options);
      const claimed = claimAll(ids, options.now);
      return { take: () => takeAll(claimed, options.now), cursor };
    },
  };
}
