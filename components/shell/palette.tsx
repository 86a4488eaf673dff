'use client';

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { LoaderCircle, type LucideIcon, Moon, Plus, Search, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { useCan } from '@/components/session/permissions';
import { FOUND_LOOKS } from '@/components/shell/found-looks';
import { NAV_GROUPS } from '@/components/shell/nav-items';
import { useDebounced } from '@/components/ui/use-debounced';
import { apiGet } from '@/lib/http/client';
import { MAX_SEARCH_CHARACTERS } from '@/lib/search/constants';
import type { Found, SearchResult } from '@/lib/search/schema';

const TYPING_MS = 120;

const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: ({ signal }) => apiGet<SearchResult>(`/api/v1/search?text=${encodeURIComponent(text)}`, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });

/** Pages, acts, and everything that has a name or an id, one typed line away. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const wanted = useDebounced(text.trim(), TYPING_MS);
  const found = useQuery(searchQuery(wanted));
  const isSearching = found.isFetching || wanted !== text.trim();
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label="Go to"
      loop
      shouldFilter={false}
      overlayClassName="animate-fade fixed inset-0 z-40 bg-overlay"
      contentClassName="animate-pop fixed inset-x-3 top-[10vh] z-40 mx-auto flex max-h-[70vh] max-w-xl flex-col overflow-hidden rounded-xl border bg-raised shadow-pop"
    >
      <div className="flex items-center gap-2.5 border-b px-4">
        {isSearching && text.trim() !== '' ? (
          <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-faint" />
        ) : (
          <Search aria-hidden className="size-4 shrink-0 text-faint" />
        )}
        <Command.Input
          value={text}
          onValueChange={setText}
          maxLength={MAX_SEARCH_CHARACTERS}
          placeholder="A page, a name, an event type, or an id"
          className="h-12 flex-1 bg-transparent outline-none"
        />
      </div>
      <Command.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
        <Command.Empty className="px-3 py-8 text-center text-muted">
          {isSearching ? 'Looking…' : `Nothing has “${text.trim()}” in its name, and nothing has it as its id.`}
        </Command.Empty>
        {wanted !== '' && <FoundGroup found={found.data?.data ?? []} onSelect={go} />}
        {NAV_GROUPS.map((group) => (
          <Group key={group.label} heading={group.label}>
            {group.items
              .filter(({ label }) => reads(label, text))
              .map(({ href, label, Icon }) => (
                <Item key={href} value={href} Icon={Icon} title={label} onSelect={() => go(href)} />
              ))}
          </Group>
        ))}
        <Acts text={text} onGo={go} onClose={onClose} />
      </Command.List>
    </Command.Dialog>
  );
}

function FoundGroup({ found, onSelect }: { found: readonly Found[]; onSelect: (href: string) => void }) {
  return (
    <Group heading="Found">
      {found.map((one) => {
        const { word, Icon, href } = FOUND_LOOKS[one.kind];
        return (
          <Item
            key={`${one.kind} ${one.id}`}
            value={`${one.kind} ${one.id}`}
            Icon={Icon}
            title={one.title}
            detail={one.detail}
            kind={word}
            onSelect={() => onSelect(href(one.id))}
          />
        );
      })}
    </Group>
  );
}

interface ActsProps {
  text: string;
  onGo: (href: string) => void;
  onClose: () => void;
}

function Acts({ text, onGo, onClose }: ActsProps) {
  const { resolvedTheme, setTheme } = useTheme();
  const canCreate = useCan('CREATE_DISPATCHERS');
  const other = resolvedTheme === 'dark' ? 'light' : 'dark';
  const themeTitle = `Switch to the ${other} theme`;
  const switchTheme = () => {
    setTheme(other);
    onClose();
  };
  return (
    <Group heading="Do">
      {canCreate && reads('New dispatcher', text) && (
        <Item value="new" Icon={Plus} title="New dispatcher" onSelect={() => onGo('/dispatchers/new')} />
      )}
      {reads(themeTitle, text) && (
        <Item value="theme" Icon={other === 'dark' ? Moon : Sun} title={themeTitle} onSelect={switchTheme} />
      )}
    </Group>
  );
}

/** True when the label holds what is typed. */
function reads(label: string, text: string): boolean {
  return label.toLowerCase().includes(text.trim().toLowerCase());
}

/** Without anything in it, not even its heading is shown. */
function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="not-has-[[cmdk-item]]:hidden [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  Icon: LucideIcon;
  title: string;
  detail?: string | undefined;
  kind?: string;
  onSelect: () => void;
}

function Item({ value, Icon, title, detail, kind, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover pointer-coarse:min-h-11"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 truncate">{title}</span>
      {detail && <span className="min-w-0 flex-1 truncate text-muted text-xs">{detail}</span>}
      {kind && <span className="ml-auto shrink-0 text-faint text-xs">{kind}</span>}
    </Command.Item>
  );
}
