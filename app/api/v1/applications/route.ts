import { createApplication } from '@/lib/applications/create';
import { listApplications } from '@/lib/applications/list';
import { ApplicationInput } from '@/lib/applications/schema';
import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/applications', ({ principal }) => listApplications(principal));
export const POST = route('POST /api/v1/applications', async ({ principal, json, now }) =>
  createApplication(principal, parseInput(ApplicationInput, await json()), now),
);
