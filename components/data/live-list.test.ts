import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchNews, type LiveSource, type News, withFresh } from './live-list';

interface Row {
  id: string;
  status: string;
}
const SOURCE: LiveSource<Row> = { name: 'rows', path: '/rows', concerns: () => undefined };
const AT = 1_780_000_000_000;
const idAt = (ms: number) => `${ms.toString(16).padStart(12, '0')}${'0'.repeat(12)}`;
const row = (ms: number, status = 'new'): Row => ({ id: idAt(AT + ms), status });
const news = (fresh: Row[], over: Partial<News<Row>> = {}): News<Row> => ({
  fresh,
  gap: false,
  changed: {},
  upTo: undefined,
  ...over,
});

const asked: string[] = [];
let answers: (query: string) => { data: Row[]; nextBefore?: string };
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', async (path: string) => {
    const query = decodeURIComponent(path.slice('/rows?'.length));
    asked.push(query);
    return new Response(JSON.stringify(answers(query)));
  });
});
afterEach(() => vi.unstubAllGlobals());

const look = (over: Partial<Parameters<typeof fetchNews<Row>>[1]>) =>
  fetchNews(SOURCE, {
    filter: 'status=new',
    shown: [],
    previous: undefined,
    stale: [],
    others: [],
    newest: undefined,
    signal: new AbortController().signal,
    ...over,
  });

describe('a look at what is new', () => {
  it('asks for what fits the filter and is newer than all that is shown', async () => {
    answers = () => ({ data: [row(9), row(8)] });
    const shown = [row(5), row(4)];
    expect(await look({ shown })).toMatchObject({ fresh: [row(9), row(8)], gap: false, upTo: row(9).id });
    expect(asked).toEqual([`status=new&gt(id,${row(5).id})&limit(100)`]);
  });

  it('goes on a minute before where the last look ended, however old the shown rows are', async () => {
    answers = () => ({ data: [] });
    await look({ shown: [row(-86_400_000)], previous: news([], { upTo: row(0).id }) });
    expect(asked).toEqual([`status=new&gt(id,${idAt(AT - 60_000).slice(0, 12)})&limit(100)`]);
  });

  it('keeps what it has found before, each row once and as it is now', async () => {
    answers = (query) => ({ data: query.startsWith('in(') ? [row(7, 'done'), row(4, 'done')] : [row(9), row(7)] });
    const found = await look({ shown: [row(5), row(4)], previous: news([row(7)]), stale: [row(7).id, row(4).id] });
    expect(found.fresh).toEqual([row(9), row(7, 'done')]);
    expect(found.changed[row(4).id]).toEqual(row(4, 'done'));
    expect(asked[1]).toBe(`in(id,${row(7).id},${row(4).id})&limit(100)`);
  });

  it('finds an older row that fits the filter now, where the list has been read already', async () => {
    answers = (query) => ({ data: query.includes('in(') ? [row(45), row(30)] : [] });
    const shown = [row(50), row(40)];
    expect((await look({ shown, others: [row(45).id, row(30).id] })).fresh).toEqual([row(45)]);
    expect(asked[1]).toBe(`status=new&in(id,${row(45).id},${row(30).id})&limit(100)`);
  });

  it('says that there is a gap when more came than one answer holds', async () => {
    answers = () => ({ data: [row(9)], nextBefore: row(9).id });
    const { gap } = await look({ shown: [row(5)] });
    expect(gap).toBe(true);
  });
});

describe('bringing new rows in', () => {
  it('puts them before the first page and leaves the others', () => {
    const pages = [{ data: [row(5)], nextBefore: row(5).id }, { data: [row(4)] }];
    expect(withFresh(pages, news([row(9)]))).toEqual([{ data: [row(9), row(5)], nextBefore: row(5).id }, pages[1]]);
  });

  it('puts each where it belongs', () => {
    const pages = [{ data: [row(50), row(30)] }, { data: [row(20), row(10)] }];
    const fresh = [row(60), row(40), row(25), row(15)];
    expect(withFresh(pages, news(fresh)).map(({ data }) => data)).toEqual([
      [row(60), row(50), row(40), row(30)],
      [row(25), row(20), row(15), row(10)],
    ]);
  });

  it('begins anew when there is a gap, so that nothing is missing in between', () => {
    const pages = [{ data: [row(5)] }];
    expect(withFresh(pages, news([row(9)], { gap: true }))).toEqual([{ data: [row(9)], nextBefore: row(9).id }]);
  });
});
