'use client';

import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef } from 'react';
import { ROW_LINK, Row } from '@/components/data/table';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Drawer } from '@/components/ui/drawer';
import { IconButton } from '@/components/ui/icon-button';

interface RecordListContext {
  openId: string | null;
  open: (id: string) => void;
  hrefOf: (id: string) => string;
}
const Context = createContext<RecordListContext | undefined>(undefined);

interface RecordListProps {
  /** One of them, such as "run". */
  what: string;
  /** The rows, in order, by a key that also stands in the address. */
  ids: readonly string[];
  /** The full page of a row. */
  hrefOf: (id: string) => string;
  /** What the drawer shows of a row. */
  detail: (id: string) => ReactNode;
  /** Called at the end of the list, when there may be more. */
  onEnd?: (() => void) | undefined;
  /** A table of `RecordRow`s, each with a `RecordLink`. */
  children: ReactNode;
}

/**
 * A list whose rows open in a drawer beside it; which one stands in the address (`?open=`). j and k, and the arrow keys on a
 * row or on the drawer, lead to the next and the one before; Enter opens, Escape closes, o leads to the full page.
 */
export function RecordList({ what, ids, hrefOf, detail, onEnd, children }: RecordListProps) {
  const router = useRouter();
  const [openId, setOpenId] = useQueryState('open', parseAsString);
  const list = useRef<HTMLDivElement>(null);
  const drawer = useRef<HTMLDivElement>(null);
  const lastOpen = useRef(openId);
  if (openId !== null) lastOpen.current = openId;

  const linkOf = (id: string | null) =>
    list.current?.querySelector<HTMLElement>(`[data-record="${CSS.escape(id ?? '')}"]`);
  const focusedId = () => {
    const link = document.activeElement?.closest<HTMLElement>('[data-record]');
    return link && list.current?.contains(link) ? (link.dataset.record ?? null) : null;
  };
  const move = (step: 1 | -1) => {
    const index = ids.indexOf(openId ?? focusedId() ?? '');
    const next = ids[index === -1 && step === -1 ? ids.length - 1 : index + step];
    if (next === undefined) return step === 1 ? onEnd?.() : undefined;
    if (openId !== null) void setOpenId(next, { history: 'replace' });
    else linkOf(next)?.focus();
  };
  /** Elsewhere the arrow keys scroll. */
  const moveByArrow = (step: 1 | -1) => {
    const onDrawer = drawer.current !== null && document.activeElement === drawer.current;
    if (!onDrawer && focusedId() === null) return false;
    move(step);
  };
  const showPage = () => {
    const id = openId ?? focusedId();
    if (id === null) return false;
    router.push(hrefOf(id));
  };
  useShortcuts([
    { keys: 'j', description: `Next ${what}`, group: 'Lists', run: () => move(1) },
    { keys: 'k', description: `Previous ${what}`, group: 'Lists', run: () => move(-1) },
    { keys: 'ArrowDown', description: `Next ${what}`, group: 'Lists', run: () => moveByArrow(1) },
    { keys: 'ArrowUp', description: `Previous ${what}`, group: 'Lists', run: () => moveByArrow(-1) },
    { keys: 'Enter', description: 'Open beside the list', group: 'Lists' },
    { keys: 'o', description: 'Open the full page', group: 'Lists', run: showPage },
    { keys: 'Escape', description: 'Close', group: 'Lists' },
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row is opened
  useEffect(() => {
    if (openId === null) return;
    linkOf(openId)?.scrollIntoView({ block: 'nearest' });
    drawer.current?.focus({ preventScroll: true });
  }, [openId]);

  const context = useMemo(
    () => ({ openId, hrefOf, open: (id: string) => void setOpenId(id, { history: 'push' }) }),
    [openId, hrefOf, setOpenId],
  );
  const index = openId === null ? -1 : ids.indexOf(openId);
  return (
    <Context value={context}>
      <div ref={list}>{children}</div>
      {openId !== null && (
        <Drawer
          ref={drawer}
          title={`The ${what}`}
          onClose={() => setOpenId(null)}
          onClosed={() => linkOf(lastOpen.current)?.focus({ preventScroll: true })}
        >
          <div className="flex h-12 shrink-0 items-center gap-1 border-b bg-surface px-2">
            <IconButton label={`Previous ${what} (k)`} disabled={index === 0} onClick={() => move(-1)}>
              <ChevronUp aria-hidden />
            </IconButton>
            <IconButton
              label={`Next ${what} (j)`}
              disabled={index === ids.length - 1 && !onEnd}
              onClick={() => move(1)}
            >
              <ChevronDown aria-hidden />
            </IconButton>
            <span className="flex-1" />
            <Button asChild variant="ghost">
              <Link href={hrefOf(openId)}>
                <Maximize2 aria-hidden /> Open full page
              </Link>
            </Button>
            <IconButton label="Close (Esc)" onClick={() => setOpenId(null)}>
              <X aria-hidden />
            </IconButton>
          </div>
          <div key={openId} className="min-h-0 flex-1 overflow-y-auto">
            {detail(openId)}
          </div>
        </Drawer>
      )}
    </Context>
  );
}

function useRecordList(): RecordListContext {
  const context = use(Context);
  if (!context) throw new Error('a row of a RecordList stands inside one');
  return context;
}

/** A row of the table, marked while it is open in the drawer. */
export function RecordRow({ id, className, ...props }: React.ComponentProps<'tr'> & { id: string }) {
  const isOpen = useRecordList().openId === id;
  return <Row className={cx(isOpen && 'bg-accent-soft!', className)} {...props} />;
}

/** The link of a row, which covers it: a click opens the drawer; with Ctrl or ⌘ the browser opens the full page in a tab. */
export function RecordLink({ id, className, children }: { id: string; className?: string; children: ReactNode }) {
  const { openId, open, hrefOf } = useRecordList();
  return (
    <Link
      href={hrefOf(id)}
      prefetch={false}
      data-record={id}
      aria-current={openId === id || undefined}
      className={cx(ROW_LINK, 'scroll-my-24', className)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        open(id);
      }}
    >
      {children}
    </Link>
  );
}
