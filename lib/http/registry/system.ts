import { z } from 'zod';
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
    answer: z.object({ ready: z.boolean(), reasons: z.array(z.string()) }),
    servedBy: 'entry',
  },
  'GET /openapi.json': {
    permission: 'public',
    summary: 'Describe this API',
    answer: AnyJsonObject,
  },
} as const satisfies RouteEntries;
