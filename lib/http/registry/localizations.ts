import { z } from 'zod';
import { Localization, LocalizationsInput, LocalizationsRequest } from '@/lib/localizations/schema';
import { EpochMs, Health, pageOf, RecordsAffected } from './answers';
import type { RouteEntries } from './route-entry';

const WireLocalization = Localization.omit({ creationTimestamp: true, updateTimestamp: true }).extend({
  creation_timestamp: EpochMs,
  update_timestamp: EpochMs,
});
const Count = z.number().int().min(0);

export const localizationRoutes = {
  'GET /localizations/v1': {
    permission: 'signedIn',
    summary: 'List localizations',
    query: 'rql',
    answer: pageOf(WireLocalization),
  },
  'POST /localizations/v1': {
    permission: 'CREATE_LOCALIZATIONS',
    summary: 'Create localizations',
    description: 'Those whose key exists stay as they are; `existing_ids` names them.',
    body: LocalizationsInput,
    answer: z.object({ created: Count, existing: Count, existing_ids: z.array(z.string()) }),
    errors: [801],
  },
  'PUT /localizations/v1': {
    permission: 'UPDATE_LOCALIZATIONS',
    summary: 'Change localizations',
    description: 'Keys that do not exist are named in `missing_ids`.',
    body: LocalizationsInput,
    answer: z.object({ updated: Count, missing: Count, missing_ids: z.array(z.string()) }),
    errors: [801],
  },
  'DELETE /localizations/v1': {
    permission: 'DELETE_LOCALIZATIONS',
    summary: 'Remove localizations',
    description: 'A query that selects them is required.',
    query: 'rql',
    answer: RecordsAffected,
  },
  'POST /localizations/v1/request': {
    permission: 'signedIn',
    summary: 'Ask for texts by key and language',
    body: LocalizationsRequest,
    answer: z.record(z.string(), z.record(z.string(), z.string())).describe('Key → language → text'),
  },
  'GET /localizations/v1/languages': {
    permission: 'signedIn',
    summary: 'List languages',
    answer: z.object({ data: z.array(z.string()) }),
  },
  'GET /localizations/v1/countries': {
    permission: 'signedIn',
    summary: 'List countries',
    description: 'ISO 3166-1 alpha-2.',
    answer: z.object({ data: z.array(z.string()) }),
  },
  'GET /localizations/v1/countries/{country}/regions': {
    permission: 'signedIn',
    summary: 'List the regions of a country',
    description: 'ISO 3166-2.',
    params: { country: z.string().length(2) },
    answer: z.object({ data: z.array(z.string()) }),
    errors: [16],
  },
  'GET /localizations/v1/health': {
    permission: 'public',
    summary: 'Say that localizations are served',
    answer: Health,
  },
} as const satisfies RouteEntries;
