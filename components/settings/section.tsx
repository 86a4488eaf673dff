import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** A quiet line below the title. */
  description?: ReactNode;
  /** Buttons, top right; the one primary button stands last. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Title, buttons and content of one section of the settings. */
export function Section({ title, description, actions, children }: SectionProps) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-3 pb-3 lg:pt-4">
        <div className="min-w-0 flex-1 basis-60">
          <h1 className="truncate font-semibold text-xl tracking-tight">{title}</h1>
          {description && <div className="text-muted">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </>
  );
}
