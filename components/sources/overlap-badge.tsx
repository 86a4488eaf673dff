import { KeyRound } from 'lucide-react';
import { RelativeTime } from '@/components/data/relative-time';
import { Badge } from '@/components/ui/badge';

/** Says that the secret before this one is accepted too, and until when. */
export function OverlapBadge({ until }: { until: number | undefined }) {
  if (until === undefined) return null;
  return (
    <Badge tone="warning" className="relative">
      <KeyRound aria-hidden />
      <span>
        old one ends <RelativeTime timestamp={until} />
      </span>
    </Badge>
  );
}
