import { SegmentedSwitch } from '@/components/ui/segmented-switch';

const SIDES = [
  { value: 'form', label: 'Form' },
  { value: 'preview', label: 'Preview' },
] as const;
export type Side = (typeof SIDES)[number]['value'];

/** On a narrow screen: the form, or what it would do. */
export function SideSwitch({ side, onChange }: { side: Side; onChange: (side: Side) => void }) {
  return (
    <SegmentedSwitch label="What is shown" value={side} options={SIDES} onChange={onChange} className="xl:hidden" />
  );
}
