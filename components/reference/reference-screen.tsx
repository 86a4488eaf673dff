'use client';

import { useQuery } from '@tanstack/react-query';
import { FileJson } from 'lucide-react';
import { debounce, parseAsString, useQueryStates } from 'nuqs';
import { ErrorState, LoadingRows, NoMatch } from '@/components/data/list-states';
import { SearchInput } from '@/components/data/search-input';
import { type ApiDocument, listServices } from '@/components/reference/document';
import { OperationItem } from '@/components/reference/operation-item';
import { Prose } from '@/components/reference/prose';
import { documentQuery } from '@/components/reference/queries';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';

const SEARCH_DELAY_MS = 250;
const STATE = { q: parseAsString.withDefault(''), open: parseAsString.withDefault('') };

export function ReferenceScreen() {
  const [{ q, open }, setState] = useQueryStates(STATE);
  const document = useQuery(documentQuery);
  const search = (text: string) =>
    setState({ q: text || null }, { limitUrlUpdates: text ? debounce(SEARCH_DELAY_MS) : undefined });
  return (
    <Page
      title="API reference"
      description={document.data && <Prose text={document.data.info.description} />}
      actions={
        <Button asChild>
          <a href="/openapi.json" download="openapi.json">
            <FileJson aria-hidden /> OpenAPI 3.1
          </a>
        </Button>
      }
    >
      <SearchInput
        label="Search the reference"
        placeholder="Path, permission or words"
        value={q}
        onValueChange={search}
      />
      <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4">
        {document.isPending && (
          <Card aria-label="API reference">
            <LoadingRows label="the API reference" />
          </Card>
        )}
        {document.isError && <ErrorState error={document.error} onRetry={() => document.refetch()} />}
        {document.data && (
          <Services
            document={document.data}
            search={q}
            open={open}
            onOpen={(id) => setState({ open: id })}
            onClear={() => search('')}
          />
        )}
      </div>
    </Page>
  );
}

interface ServicesProps {
  document: ApiDocument;
  search: string;
  /** Id of the operation that is open. */
  open: string;
  onOpen: (id: string | null) => void;
  onClear: () => void;
}

function Services({ document, search, open, onOpen, onClear }: ServicesProps) {
  const services = listServices(document, search);
  if (services.length === 0) return <NoMatch what="operations" onClear={onClear} />;
  return services.map(({ name, description, entries }) => (
    <Card key={name} aria-labelledby={`service-${name}`} className="overflow-clip">
      <CardHeader id={`service-${name}`} title={name}>
        <span className="text-muted text-xs max-sm:basis-full">{description}</span>
      </CardHeader>
      <ul className="divide-y">
        {entries.map((entry) => {
          const id = entry.operation.operationId;
          return (
            <li key={id}>
              <OperationItem
                document={document}
                entry={entry}
                open={open === id}
                onOpenChange={(isOpen) => onOpen(isOpen ? id : null)}
              />
            </li>
          );
        })}
      </ul>
    </Card>
  ));
}
