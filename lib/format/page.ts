/** One page of a list, as the contract shows it. With `skipCount()` in the query there is no `total`. */
export interface Page<Item> {
  query: string;
  page: { total?: number; offset: number; limit: number };
  data: Item[];
}
