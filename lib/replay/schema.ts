import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import { BulkInput, type Run } from '@/lib/runs/schema';

const only = {
  /** Only what this dispatcher does. */
  dispatcherId: ObjectId.optional(),
  /** Only this action. */
  actionId: ObjectId.optional(),
};

/** Body of `POST /api/v1/events/{id}/replay`; `{}`: everything that follows now. */
export const ReplayInput = z.strictObject(only);
export type ReplayInput = z.infer<typeof ReplayInput>;

/** Body of `POST /api/v1/replay`: `query` is RQL over events. */
export const BulkReplayInput = BulkInput.extend(only);
export type BulkReplayInput = z.infer<typeof BulkReplayInput>;

/** The new runs of an event, which wait to be planned. */
export interface ReplayResult {
  eventId: string;
  runs: Run[];
}
