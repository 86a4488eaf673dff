'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { focusFirstField } from '@/components/ui/initial-focus';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, right-aligned at the bottom; the one that acts stands last. */
  footer?: ReactNode;
  wide?: boolean;
  /** False: only the buttons inside lead out. */
  dismissible?: boolean;
}

const FOOTER = 'flex flex-wrap justify-end gap-2 border-t px-5 py-3';

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide = false,
  dismissible = true,
}: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={(next) => (next || dismissible) && onOpenChange(next)}>
      <Primitive.Portal>
        <Primitive.Overlay className="animate-fade fixed inset-0 z-40 bg-overlay" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusFirstField}
          className={cx(
            'animate-pop fixed inset-x-3 top-[8vh] z-40 mx-auto flex max-h-[84vh] flex-col rounded-xl border bg-raised shadow-pop outline-none',
            wide ? 'max-w-2xl' : 'max-w-md',
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-1">
            <Primitive.Title className="min-w-0 flex-1 pt-0.5 font-semibold text-lg">{title}</Primitive.Title>
            {dismissible && (
              <IconButton label="Close" size="sm" onClick={() => onOpenChange(false)}>
                <X aria-hidden />
              </IconButton>
            )}
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">
            {description && <Primitive.Description className="text-muted">{description}</Primitive.Description>}
            {children && <div className={description ? 'mt-4' : 'mt-2'}>{children}</div>}
          </div>
          {footer && <div className={FOOTER}>{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The footer of a dialog from within its form, where the button that sends it belongs. Stands last. */
export function DialogFormFooter({ children }: { children: ReactNode }) {
  return <div className={cx(FOOTER, 'sticky -bottom-5 z-10 -mx-5 mt-1 -mb-5 rounded-b-xl bg-raised')}>{children}</div>;
}
