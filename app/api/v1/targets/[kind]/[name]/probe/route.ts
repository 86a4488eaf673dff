import { resourceUnknown } from '@/lib/errors/service-error';
import { route } from '@/lib/http/route';
import { probeTarget } from '@/lib/targets/probe';
import { isTargetKind } from '@/lib/targets/schema';

export const POST = route('POST /api/v1/targets/{kind}/{name}/probe', async ({ principal, params, now }) => {
  const { kind = '', name = '' } = params;
  if (!isTargetKind(kind)) throw resourceUnknown('kind of target', kind);
  return probeTarget(principal, kind, name, now);
});
