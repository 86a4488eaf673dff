import { toast } from '@/components/ui/toast';

export const UNDO_MS = 10_000;

/** Says that something is done, and for 10 s offers to take it back. `undone` is said afterwards. */
export function offerUndo(done: string, undone: string, undo: () => Promise<void>): void {
  toast.success(done, {
    duration: UNDO_MS,
    action: {
      label: 'Undo',
      onClick: () => {
        void undo().then(
          () => toast.success(undone),
          (error: unknown) =>
            toast.error(
              `This could not be undone: ${error instanceof Error ? error.message : 'the reason is not known'}`,
            ),
        );
      },
    },
  });
}
