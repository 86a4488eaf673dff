import { describe, expect, it } from 'vitest';
import { toWirePage } from './page';

const page = { query: 'select(name)', page: { offset: 0, limit: 20 }, data: [{ id: 'a', name: 'n', at: 0 }] };
const toWire = ({ id, name, at }: { id: string; name: string; at: number }) => ({
  id,
  name,
  creation_timestamp: new Date(at).toISOString(),
});

describe('the page that is answered', () => {
  it('holds every item in its wire form', () => {
    expect(toWirePage(page, toWire)).toEqual({
      ...page,
      data: [{ id: 'a', name: 'n', creation_timestamp: '1970-01-01T00:00:00.000Z' }],
    });
  });

  it('holds of each only the id and what was selected, by its name in the API', () => {
    const answer = toWirePage({ ...page, select: ['creation_timestamp'] }, toWire);
    expect(answer).toEqual({ ...page, data: [{ id: 'a', creation_timestamp: '1970-01-01T00:00:00.000Z' }] });
  });

  it('holds the whole field when a part of it was selected', () => {
    expect(toWirePage({ ...page, select: ['name.first'] }, toWire).data).toEqual([{ id: 'a', name: 'n' }]);
  });
});
