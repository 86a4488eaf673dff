import { z } from 'zod';

/** Epoch milliseconds, as answered. */
export const EpochMs = z.number().int().min(0).describe('Epoch milliseconds');
/** ISO 8601 in UTC, as answered. */
export const IsoTime = z.iso.datetime().describe('ISO 8601, UTC');
/** The user's own JSON: never renamed or reshaped. */
export const AnyJson = z.json();
export const AnyJsonObject = z.record(z.string(), AnyJson);

/** A change or a removal. */
export const Affected = z.object({ affectedRecords: z.number().int().min(0) });
/** The same in the services that speak snake_case. */
export const RecordsAffected = z.object({ records_affected: z.number().int().min(0) });

/** What `health` answers. */
export const Health = z.object({});

/** One page of a list. `total` is left out when the query asks for `skipCount()`. */
export function pageOf(item: z.ZodType) {
  return z.object({
    query: z.string().describe('The query as it came'),
    page: z.object({
      total: z.number().int().min(0).optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(0),
    }),
    data: z.array(item),
  });
}
