export const YEAR_2100 = 4_102_444_800_000;

export type Item = { id: string; name?: string };
export type List = { data: Item[] };
