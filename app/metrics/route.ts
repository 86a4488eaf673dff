import { route } from '@/lib/http/route';
import { viewMetrics } from '@/lib/metrics/view';

export const GET = route('GET /metrics', async ({ principal, now }) => {
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(await viewMetrics(principal, now), { headers });
});
