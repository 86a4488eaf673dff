import { viewStatus } from '@/lib/console/status';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/status', () => viewStatus());
