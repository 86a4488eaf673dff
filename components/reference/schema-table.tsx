import { Cell, HeadCell, Row, Table } from '@/components/data/table';
import type { ApiDocument, Schema } from '@/components/reference/document';
import { toSchemaRows } from '@/components/reference/schema-rows';

/** The fields of a schema, one a line. */
export function SchemaTable({ document, schema, label }: { document: ApiDocument; schema: Schema; label: string }) {
  const rows = toSchemaRows(document, schema);
  if (rows.length === 0) return <p className="text-muted">An empty object.</p>;
  return (
    <div className="overflow-clip rounded-md border bg-surface">
      <Table label={label}>
        <thead>
          <tr>
            <HeadCell>Field</HeadCell>
            <HeadCell>Type</HeadCell>
            <HeadCell className="w-full">Meaning</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ path, type, required, note }) => (
            <Row key={path}>
              <Cell className="h-9 whitespace-nowrap font-mono text-xs">
                {path || 'the value itself'}
                {required && path !== '' && (
                  <abbr title="required" className="text-danger no-underline">
                    *
                  </abbr>
                )}
              </Cell>
              <Cell className="h-9 min-w-32 max-w-72 font-mono text-muted text-xs">{type}</Cell>
              <Cell className="h-9 min-w-48 text-muted text-xs">{note}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
