import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Change, onChanges } from './changes';
import { writeTransaction } from './client';
import { storeMatchedEvent } from './events';
import { takePendingRuns } from './runs';
import {
  matchedEvent,
  NOW,
  newListener,
  only,
  openPrivateDatabase,
  type PrivateDatabase,
  storeEvent,
  storePlannedRuns,
} from './testing';

let db: PrivateDatabase;
let heard: Change[];
let silence: () => void;
beforeEach(async () => {
  db = await openPrivateDatabase();
  heard = [];
  silence = onChanges((changes) => heard.push(...changes));
});
afterEach(() => {
  silence();
  db.close();
});

describe('who watches the database', () => {
  it('hears of each event once it is committed', async () => {
    const listener = await newListener();
    const id = await storeEvent(matchedEvent([listener]));
    expect(heard).toEqual([{ kind: 'event', id, type: listener.eventType, outcome: 'matched', runs: 2 }]);
  });

  it('hears nothing of a transaction that was rolled back', () => {
    const failing = () =>
      writeTransaction(() => {
        storeMatchedEvent(matchedEvent());
        throw new Error('changed my mind');
      });
    expect(failing).toThrow('changed my mind');
    writeTransaction(() => undefined);
    expect(heard).toEqual([]);
  });

  it('hears of each new status of a run, with its event', async () => {
    const eventId = await storeEvent(matchedEvent([await newListener({ actions: [] }), await newListener()]));
    const { runs } = await takePendingRuns(10, '');
    heard.length = 0;
    const problems = [{ code: 'missing_path' as const, message: 'content.email is not there' }];
    await storePlannedRuns(
      runs.map((run) => ({ runId: run.id, event: run.event, status: 'problem', problems })),
      NOW,
    );
    expect(heard).toEqual(runs.map((run) => ({ kind: 'run', id: run.id, eventId, status: 'failed' })));
    expect(heard).toHaveLength(2);
  });

  it('hears nothing any more when it has stopped listening', async () => {
    silence();
    await storeEvent(matchedEvent());
    expect(heard).toEqual([]);
    const other: Change[] = [];
    const stop = onChanges((changes) => other.push(...changes));
    await storeEvent(matchedEvent());
    stop();
    expect(only(other).kind).toBe('event');
  });
});
