import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchedEvent, openPrivateDatabase, type PrivateDatabase, storeEvent } from '@/db/testing';
import { countReaders, endLiveStreams } from './hub';
import { type LiveOptions, openLiveStream } from './open-stream';

interface Message {
  name: string;
  data: Record<string, unknown>;
}

/** What a browser's EventSource makes of the stream. */
function follow(options: Partial<LiveOptions> = {}) {
  const stream = openLiveStream({ isStillAllowed: async () => true, ...options });
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  async function next(): Promise<Message | 'end'> {
    for (;;) {
      const end = text.indexOf('\n\n');
      const block = text.slice(0, Math.max(end, 0));
      if (end !== -1) text = text.slice(end + 2);
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (name !== undefined) return { name, data: JSON.parse(data ?? '') };
      if (end !== -1) continue;
      const { value, done } = await reader.read();
      if (done) return 'end';
      text += decoder.decode(value, { stream: true });
    }
  }
  return { next, leave: () => reader.cancel() };
}

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => {
  endLiveStreams();
  db.close();
});

describe('the live stream', () => {
  it('begins by saying that it is ready', async () => {
    expect(await follow().next()).toEqual({ name: 'ready', data: {} });
  });

  it('announces each event, without its content, to every reader', async () => {
    const readers = [follow(), follow()];
    for (const { next } of readers) await next();
    const id = await storeEvent(matchedEvent());
    const data = { id, type: 'nobody_listens', outcome: 'no_dispatcher', runs: 0 };
    for (const { next } of readers) expect(await next()).toEqual({ name: 'event', data });
  });

  it('tells a reader that it missed some when too much happens at once', async () => {
    const { next } = follow();
    await next();
    for (let i = 0; i < 1_005; i++) await storeEvent(matchedEvent());
    const names: string[] = [];
    for (let message = await next(); message !== 'end'; message = await next()) {
      names.push(message.name);
      if (message.name === 'missed') break;
    }
    expect(names.at(-1)).toBe('missed');
    expect(names.length).toBeGreaterThan(1);
  });

  it('keeps nothing for nobody: with the last reader it stops listening', async () => {
    const { next, leave } = follow();
    await next();
    expect(countReaders()).toBe(1);
    await leave();
    expect(countReaders()).toBe(0);
  });

  it('ends at the heartbeat after its reader may not read any more', async () => {
    let allowed = true;
    const { next } = follow({ isStillAllowed: async () => allowed, heartbeatMs: 10 });
    await next();
    allowed = false;
    expect(await next()).toBe('end');
    expect(countReaders()).toBe(0);
  });

  it('ends when whether it may go on cannot be told', async () => {
    const isStillAllowed = () => Promise.reject(new Error('the database is closed'));
    const { next } = follow({ isStillAllowed, heartbeatMs: 10 });
    await next();
    expect(await next()).toBe('end');
  });

  it('ends for a reader that takes nothing, instead of keeping everything for it', async () => {
    const stream = openLiveStream({ isStillAllowed: async () => true, heartbeatMs: 400 });
    const attentive = follow();
    while (countReaders() > 1) {
      let last = '';
      for (let i = 0; i < 200; i++) last = await storeEvent(matchedEvent([], { type: 'x'.repeat(256) }));
      for (let told = await attentive.next(); told !== 'end' && told.data.id !== last; ) told = await attentive.next();
    }
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.byteLength;
    expect(bytes).toBeGreaterThan(64 * 1024);
    expect(bytes).toBeLessThan(400 * 1024);
  });

  it('ends at once when the server stops', async () => {
    const { next } = follow();
    await next();
    endLiveStreams();
    expect(await next()).toBe('end');
    expect(countReaders()).toBe(0);
  });
});
