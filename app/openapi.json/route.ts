import { json, route } from '@/lib/http/route';
import { createOpenApiDocument } from '@/lib/openapi/document';
import { serverContext } from '@/lib/server/context';

export const GET = route('GET /openapi.json', async () => json(createOpenApiDocument(serverContext().publicUrl)));
