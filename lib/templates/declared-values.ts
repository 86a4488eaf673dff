import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { InputType } from './schema';

/** A value for every declared input: enough to tell which paths there are. A list has one item. */
export function declaredValues(inputs: Record<string, InputType>): JsonObject {
  return Object.fromEntries(Object.entries(inputs).map(([name, type]) => [name, declaredValue(type)]));
}

function declaredValue(type: InputType): JsonValue {
  switch (type.type) {
    case 'string':
      return 'text';
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [declaredValue(type.items)];
    case 'object':
      return declaredValues(type.properties);
  }
}
