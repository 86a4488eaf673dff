import { z } from 'zod';
import { ResolveInput, Template, TemplateInput, TemplateUpdate } from '@/lib/templates/schema';
import { Affected, Health, IsoTime, pageOf } from './answers';
import type { RouteEntries } from './route-entry';

/** A template as `templates/v2` shows it. */
export const WireTemplate = Template.extend({ creationTimestamp: IsoTime, updateTimestamp: IsoTime });

const params = { idOrName: z.string().min(1).describe('Id or name of a template') };

export const templateRoutes = {
  'GET /templates/v2': {
    permission: 'VIEW_TEMPLATES',
    summary: 'List templates',
    query: 'rql',
    answer: pageOf(WireTemplate),
  },
  'POST /templates/v2': {
    permission: 'CREATE_TEMPLATES',
    summary: 'Create a template',
    description: 'A template for mails has the outputs `subject` and `body` (HTML).',
    body: TemplateInput,
    answer: WireTemplate,
    errors: [17, 1004],
  },
  'PUT /templates/v2/{idOrName}': {
    permission: 'UPDATE_TEMPLATES',
    summary: 'Change a template',
    description:
      'What the body does not name stays. With `updateTimestamp` in the body it is refused (27, status 409) when somebody else saved meanwhile.',
    params,
    body: TemplateUpdate,
    answer: Affected,
    errors: [16, 17, 27, 1004],
  },
  'DELETE /templates/v2/{idOrName}': {
    permission: 'DELETE_TEMPLATES',
    summary: 'Remove a template',
    params,
    answer: Affected,
    errors: [16],
  },
  'POST /templates/v2/{idOrName}/resolve': {
    permission: { permission: 'RESOLVE_TEMPLATES', or: 'named' },
    summary: 'Render the outputs of a template',
    params,
    body: ResolveInput,
    answer: z.record(z.string(), z.string()).describe('Name of an output → its text'),
    errors: [16, 1002, 1003, 1004, 1005],
  },
  'GET /templates/v2/health': { permission: 'public', summary: 'Say that templates are served', answer: Health },
} as const satisfies RouteEntries;
