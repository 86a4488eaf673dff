import { route } from '@/lib/http/route';
import { search } from '@/lib/search/search';

export const GET = route('GET /api/v1/search', ({ principal, query }) => search(principal, new URLSearchParams(query)));
