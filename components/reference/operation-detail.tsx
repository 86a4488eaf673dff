import type { ReactNode } from 'react';
import { Fact, Facts } from '@/components/data/facts';
import { CodeBlock } from '@/components/data/json-view';
import {
  type ApiDocument,
  type Entry,
  type Parameter,
  resolveParameter,
  type Schema,
} from '@/components/reference/document';
import { toCurl } from '@/components/reference/example';
import { Prose } from '@/components/reference/prose';
import { typeName } from '@/components/reference/schema-rows';
import { SchemaTable } from '@/components/reference/schema-table';

/** Who may call, what goes in, what comes out, what it refuses, and a command that calls it. */
export function OperationDetail({ document, entry }: { document: ApiDocument; entry: Entry }) {
  const { operation } = entry;
  const parameters = (operation.parameters ?? []).map((parameter) => resolveParameter(document, parameter));
  const responses = Object.entries(operation.responses);
  const answers = responses.filter(([status]) => status.startsWith('2'));
  const refusals = responses.filter(([status]) => /^[45]/.test(status));
  const body = operation.requestBody?.content?.['application/json']?.schema;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {operation.description && (
        <p className="max-w-prose">
          <Prose text={operation.description} />
        </p>
      )}
      <Facts>
        <Fact name="Permission">
          <code className="font-mono text-xs">{operation['x-permission']}</code>
        </Fact>
        {parameters.map((parameter) => (
          <ParameterFact key={`${parameter.in} ${parameter.name}`} document={document} parameter={parameter} />
        ))}
      </Facts>
      {body && (
        <Part title="Body">
          <SchemaTable document={document} schema={body} label="Fields of the body" />
        </Part>
      )}
      {answers.map(([status, answer]) => (
        <Part key={status} title={`Answer ${status}`}>
          <Answer document={document} content={answer.content ?? {}} />
        </Part>
      ))}
      {refusals.length > 0 && (
        <Part title="Refusals">
          <Facts>
            {refusals.map(([status, { description }]) => (
              <Fact key={status} name={status}>
                <span className="text-muted text-xs">{description}</span>
              </Fact>
            ))}
          </Facts>
        </Part>
      )}
      <Part title="Try it">
        <CodeBlock label="command" text={toCurl(document, entry, window.location.origin)} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h4 className="mb-1.5 font-semibold">{title}</h4>
      {children}
    </section>
  );
}

function ParameterFact({ document, parameter }: { document: ApiDocument; parameter: Parameter }) {
  const { name, in: place, schema, required, description } = parameter;
  return (
    <Fact name={place === 'path' ? 'In the path' : 'In the query'}>
      <code className="font-mono text-xs">{name}</code>{' '}
      <span className="text-muted text-xs">
        {typeName(document, schema)}
        {required ? '' : ', optional'}
      </span>
      <p className="text-muted text-xs">
        <Prose text={description ?? schema.description ?? ''} />
      </p>
    </Fact>
  );
}

function Answer({ document, content }: { document: ApiDocument; content: Record<string, { schema: Schema }> }) {
  const [[media, { schema }] = ['application/json', { schema: {} }]] = Object.entries(content);
  if (media !== 'application/json') return <p className="text-muted">A stream of the type {media}.</p>;
  return <SchemaTable document={document} schema={schema} label="Fields of the answer" />;
}
