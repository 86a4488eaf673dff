/** One page of a list, as the contract shows it. With `skipCount()` in the query there is no `total`. */
export interface Page<Item> {
  query: string;
  page: { total?: number; offset: number; limit: number };
  data: Item[];
  /** Fields that the query selects, by their names in the API; `toWirePage` cuts the items down to them. */
  select?: string[];
}

/**
 * The page as it is answered: every item in its wire form, and of that only what the query selects (and the id).
 * Cut down last, because fields are selected by the names that they have in the API.
 */
export function toWirePage<Item, Wire extends object>(
  { select, ...page }: Page<Item>,
  toWire: (item: Item) => Wire,
): Page<Partial<Wire>> {
  const data: Partial<Wire>[] = page.data.map(toWire);
  if (!select) return { ...page, data };
  const names = new Set(['id', ...select.map((path) => path.split('.')[0])]);
  return { ...page, data: data.map((item) => pick(item, names)) };
}

function pick<Item extends object>(item: Item, names: ReadonlySet<string | undefined>): Partial<Item> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name))) as Partial<Item>;
}
