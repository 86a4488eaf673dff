'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, Users } from 'lucide-react';
import dynamic from 'next/dynamic';
import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { SearchInput } from '@/components/data/search-input';
import { rolesQuery } from '@/components/settings/role-queries';
import { Section } from '@/components/settings/section';
import { type UserFilter, userListQuery } from '@/components/settings/users/queries';
import { UserTable } from '@/components/settings/users/user-table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

const CreateUserDialog = dynamic(() =>
  import('@/components/settings/users/create-user-dialog').then((module) => module.CreateUserDialog),
);
const EditUserDialog = dynamic(() =>
  import('@/components/settings/users/edit-user-dialog').then((module) => module.EditUserDialog),
);

const SEARCH_DELAY_MS = 250;
const STATES = ['enabled', 'disabled'] as const;
const STATE = {
  q: parseAsString.withDefault(''),
  role: parseAsString,
  state: parseAsStringLiteral(STATES),
  user: parseAsString,
};

export function UsersScreen() {
  const [{ q, role, state, user }, setState] = useQueryStates(STATE);
  const [creating, setCreating] = useState(false);
  const roles = useQuery(rolesQuery).data ?? [];
  const search = (text: string) =>
    setState({ q: text || null }, { limitUrlUpdates: text ? debounce(SEARCH_DELAY_MS) : undefined });
  const clear = () => setState({ q: null, role: null, state: null });
  return (
    <Section
      title="Users"
      description="Who may sign in, and what they may do."
      actions={
        <AllowedButton permission="MANAGE_USERS" variant="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden /> New user
        </AllowedButton>
      }
    >
      <FilterBar what="users" isFiltered={q !== '' || role !== null || state !== null} onClear={clear}>
        <SearchInput label="Search users" placeholder="Name or e-mail" value={q} onValueChange={search} />
        <SelectFilter
          label="Role"
          allLabel="Every role"
          value={role}
          options={roles.map(({ name }) => ({ value: name, label: name }))}
          onChange={(next) => setState({ role: next })}
        />
        <SelectFilter
          label="State"
          allLabel="Every state"
          value={state}
          options={[
            { value: 'enabled', label: 'Enabled' },
            { value: 'disabled', label: 'Disabled' },
          ]}
          onChange={(next) => setState({ state: next })}
        />
      </FilterBar>
      <Card aria-label="Users" className="mt-3 overflow-clip">
        <UserList
          filter={{ search: q, role, state }}
          isFiltered={q !== '' || role !== null || state !== null}
          onClear={clear}
          onOpen={(id) => setState({ user: id })}
        />
      </Card>
      {creating && <CreateUserDialog onClose={() => setCreating(false)} />}
      {user && <EditUserDialog key={user} id={user} onClose={() => setState({ user: null })} />}
    </Section>
  );
}

interface UserListProps {
  filter: UserFilter;
  isFiltered: boolean;
  onClear: () => void;
  onOpen: (id: string) => void;
}

function UserList({ filter, isFiltered, onClear, onOpen }: UserListProps) {
  const list = useInfiniteQuery(userListQuery(filter));
  if (list.isPending) return <LoadingRows label="users" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const users = list.data.pages.flatMap((page) => page.data);
  if (users.length === 0 && isFiltered) return <NoMatch what="users" onClear={onClear} />;
  if (users.length === 0) {
    return (
      <FirstUse Icon={Users} title="No users yet">
        Make a user for everybody who works with this server, so that each signs in by a password of their own.
      </FirstUse>
    );
  }
  return (
    <>
      <UserTable users={users} onOpen={onOpen} />
      {list.hasNextPage && (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more users
          </Button>
        </div>
      )}
    </>
  );
}
