import { z } from 'zod';
import { componentNames } from './component-names';

export type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

/** Collects the schemas of a document, so that each named one stands in it once. */
export interface SchemaCollector {
  components: Record<string, JsonSchema>;
  /** The JSON Schema of what comes in (`input`: with defaults left out) or goes out (`output`: nothing else may be there). */
  add(schema: z.ZodType, direction: Direction): JsonSchema;
}

export function createSchemaCollector(): SchemaCollector {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    add(schema, direction) {
      const converted = z.toJSONSchema(schema, {
        io: direction,
        metadata: componentNames,
        unrepresentable: 'any',
      }) as JsonSchema;
      const { $schema: _dialect, $defs = {}, ...root } = converted;
      const definitions = $defs as Record<string, JsonSchema>;
      const names = nameDefinitions(definitions, direction, components);
      for (const [local, name] of names) {
        const definition = definitions[local];
        if (definition) components[name] = rename(definition, names) as JsonSchema;
      }
      return rename(root, names) as JsonSchema;
    },
  };
}

/** A component that looks different on the way in gets a name of its own. */
function nameDefinitions(
  definitions: Record<string, JsonSchema>,
  direction: Direction,
  components: Record<string, JsonSchema>,
): Map<string, string> {
  const plain = new Map(Object.keys(definitions).map((local) => [local, baseName(local)]));
  const names = new Map<string, string>();
  for (const [local, definition] of Object.entries(definitions)) {
    const base = baseName(local);
    const known = components[base];
    const same = known === undefined || JSON.stringify(known) === JSON.stringify(rename(definition, plain));
    names.set(local, same ? base : `${base}${direction === 'input' ? 'Given' : 'Answered'}`);
  }
  return names;
}

/** zod gives recursive schemas without a name a running number; only JSON itself is one of these. */
function baseName(local: string): string {
  return local.startsWith('__schema') ? 'Json' : local;
}

function rename(node: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map((item) => rename(item, names));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const local = key === '$ref' ? /^#\/\$defs\/(.+)$/.exec(String(value))?.[1] : undefined;
      return local === undefined
        ? [key, rename(value, names)]
        : [key, `#/components/schemas/${names.get(local) ?? local}`];
    }),
  );
}
