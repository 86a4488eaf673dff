import { HeadCell, Row, Table } from '@/components/data/table';
import type { ApiDocument, Schema } from '@/components/reference/document';
import { Prose } from '@/components/reference/prose';
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
              <td className="whitespace-nowrap py-1.5 pr-3 pl-4 font-mono text-xs">
                {path || 'the value itself'}
                {required && path !== '' && (
                  <abbr title="required" className="text-danger no-underline">
                    *
                  </abbr>
                )}
              </td>
              <td className="min-w-32 max-w-72 px-3 py-1.5 font-mono text-muted text-xs">{type}</td>
              <td className="min-w-48 py-1.5 pr-4 pl-3 text-muted text-xs">
                <Prose text={note} />
              </td>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
