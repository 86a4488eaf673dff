import type { Problem } from '@/lib/dispatch/schema';
import { kindOf } from '@/lib/expressions/text';
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/format/json';
import type { InputType } from './schema';

const MAX_PROBLEMS = 20;
const MAX_DEPTH = 64;

/**
 * Compares values with a template's declared inputs. Only what is there and of another type is a problem: an input that is
 * absent becomes one where an output uses it, null stands for "no value", and values beyond the declared are allowed.
 */
export function checkInputs(inputs: Record<string, InputType> | undefined, values: JsonObject): Problem[] {
  const problems: Problem[] = [];
  for (const [name, type] of Object.entries(inputs ?? {})) {
    if (Object.hasOwn(values, name)) checkValue(values[name] ?? null, type, `@inputs.${name}`, 0, problems);
  }
  return problems;
}

function checkValue(value: JsonValue, type: InputType, path: string, depth: number, problems: Problem[]): void {
  if (value === null || problems.length >= MAX_PROBLEMS || depth > MAX_DEPTH) return;
  if (type.type === 'array' && Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, type.items, `${path}.${index}`, depth + 1, problems);
  } else if (type.type === 'object' && isJsonObject(value)) {
    for (const [name, inner] of Object.entries(type.properties)) {
      if (Object.hasOwn(value, name)) checkValue(value[name] ?? null, inner, `${path}.${name}`, depth + 1, problems);
    }
  } else if (typeof value !== type.type) {
    const wanted =
      type.type === 'string'
        ? 'a text'
        : `${type.type === 'array' || type.type === 'object' ? 'an' : 'a'} ${type.type}`;
    problems.push({ code: 'invalid_value', message: `${path} must be ${wanted} and is ${kindOf(value)}`, path });
  }
}
