/** What a person reads about a helper while writing. `block`: also, or only, written `{{#name …}}…{{/name}}`. */
export interface HelperGuide {
  name: string;
  signature: string;
  summary: string;
  block?: 'only' | 'also';
}

/** Every helper of expressions and templates, in the order in which they are offered. */
export const HELPER_GUIDES: readonly HelperGuide[] = [
  { name: 'default', signature: 'default value … fallback', summary: 'The first value that is there' },
  {
    name: 'if',
    signature: '#if value',
    summary: 'Only when the value is there and not empty; {{else}}',
    block: 'only',
  },
  { name: 'unless', signature: '#unless value', summary: 'Only when the value is absent or empty', block: 'only' },
  { name: 'each', signature: '#each list', summary: 'Once for each item: {{this}}, {{@index}}', block: 'only' },
  { name: 'with', signature: '#with value', summary: 'Reads names from that value', block: 'only' },
  { name: 'lookup', signature: 'lookup value key', summary: 'The field whose name is a value' },
  { name: 't', signature: "t 'key' name=value", summary: 'The text of a localization' },
  { name: 'datetime', signature: 'datetime time dateStyle="long"', summary: 'A date or time in words' },
  { name: 'relativetime', signature: 'relativetime time', summary: '“in 3 days”, “2 hours ago”' },
  { name: 'number', signature: 'number value', summary: 'A number as the language writes it' },
  { name: 'currency', signature: "currency value currency='EUR'", summary: 'An amount of money' },
  { name: 'join', signature: "join list sep=', '", summary: 'The items of a list as one text' },
  { name: 'length', signature: 'length value', summary: 'How many items, or characters' },
  { name: 'includes', signature: 'includes whole part', summary: 'Whether a list or text holds it', block: 'also' },
  { name: 'toJsonString', signature: 'toJsonString value', summary: 'The value as JSON' },
  { name: 'eq', signature: 'eq a b', summary: 'Whether they are equal', block: 'also' },
  { name: 'ne', signature: 'ne a b', summary: 'Whether they differ', block: 'also' },
  { name: 'and', signature: 'and a b …', summary: 'Whether all hold', block: 'also' },
  { name: 'or', signature: 'or a b …', summary: 'Whether one holds', block: 'also' },
  { name: 'not', signature: 'not value', summary: 'Whether it does not hold', block: 'also' },
  { name: 'gt', signature: 'gt a b', summary: 'Whether a is greater than b', block: 'also' },
  { name: 'ge', signature: 'ge a b', summary: 'Whether a is b or greater', block: 'also' },
  { name: 'lt', signature: 'lt a b', summary: 'Whether a is less than b', block: 'also' },
  { name: 'le', signature: 'le a b', summary: 'Whether a is b or less', block: 'also' },
  { name: 'sum', signature: 'sum a b …', summary: 'a + b' },
  { name: 'subtract', signature: 'subtract a b', summary: 'a − b' },
  { name: 'multiply', signature: 'multiply a b', summary: 'a × b' },
  { name: 'divide', signature: 'divide a b', summary: 'a ÷ b' },
  { name: 'mod', signature: 'mod a b', summary: 'What a ÷ b leaves over' },
  { name: 'floor', signature: 'floor value', summary: 'Rounded down' },
  { name: 'ceil', signature: 'ceil value', summary: 'Rounded up' },
  { name: 'round', signature: 'round value', summary: 'Rounded' },
];
