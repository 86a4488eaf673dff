import { z } from 'zod';
import { CHECKS } from '@/lib/health/schema';
import { AnyJsonObject } from './answers';
import type { RouteEntries } from './route-entry';

export const systemRoutes = {
  'GET /health': {
    permission: 'public',
    summary: 'Say that the process is alive',
    answer: z.object({ status: z.literal('alive') }),
    servedBy: 'entry',
  },
  'GET /ready': {
    permission: 'public',
    summary: 'Say whether events can be accepted',
    description: 'Status 503, with the reasons, when they cannot.',
    answer: z.object({
      ready: z.boolean(),
      reasons: z.array(z.string()),
      checks: z
        .partialRecord(z.enum(CHECKS), z.object({ ok: z.boolean(), message: z.string().optional() }))
        .describe('Each check by name; none while the server starts or stops'),
    }),
    servedBy: 'entry',
  },
  'GET /metrics': {
    permission: 'VIEW_METRICS',
    summary: 'Read figures for monitoring',
    description:
      'In the text form of Prometheus: depth and age per lane, attempts by outcome, open breakers, intake latency, event-loop lag, sizes.',
    answer: z.string(),
    media: 'text/plain',
  },
  'GET /openapi.json': {
    permission: 'public',
    summary: 'Describe this API',
    answer: AnyJsonObject,
  },
} as const satisfies RouteEntries;
