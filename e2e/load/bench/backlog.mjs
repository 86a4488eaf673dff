// A backlog as an outage of a day leaves it: runs that are due, each of an event of its own.
import path from 'node:path';
import Database from 'better-sqlite3';
import { idAt, inserter } from '../fill-rows.mjs';
import { eventBody } from './job.mjs';

const HOUR_MS = 3_600_000;
const ROWS_A_TRANSACTION = 20_000;

/**
 * Writes events `0` to `count` (excluded) of a type, each with its pending run.
 * @param {string} dataDir of a server that is not running, and has a dispatcher with one action for the type
 */
export function fillBacklog(dataDir, type, count) {
  const db = new Database(path.join(dataDir, 'dispatchers.db'), { fileMustExist: true });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  const { id: dispatcher, revision_id: revision } = db
    .prepare('SELECT id, revision_id FROM dispatchers WHERE event_type = ?')
    .get(type);
  const { definition } = db.prepare('SELECT definition FROM dispatcher_revisions WHERE id = ?').get(revision);
  const [action] = JSON.parse(definition).actions;
  const times = ['creation_timestamp', 'update_timestamp'];
  const events = inserter(db, 'events', [
    ...['id', 'type', 'content', 'source', 'body_hash', 'outcome', 'run_count', 'depth'],
    ...times,
  ]);
  const runs = inserter(db, 'runs', [
    ...['id', 'event_id', 'lane', 'dispatcher_id', 'revision_id', 'action_id', 'action_type', 'status'],
    ...times,
  ]);
  const start = Date.now() - 10 * HOUR_MS;
  const write = db.transaction((from, to) => {
    for (let n = from; n < to; n++) {
      const at = start + Math.floor((n * HOUR_MS) / count);
      const [event, run] = [idAt(at, 2 * n), idAt(at, 2 * n + 1)];
      const content = JSON.stringify(JSON.parse(eventBody(type, n)).content);
      events.run(event, type, content, 'default', 'none', 'matched', 1, 0, at, at);
      runs.run(run, event, type, dispatcher, revision, action.id, action.type, 'pending', at, at);
    }
  });
  for (let from = 0; from < count; from += ROWS_A_TRANSACTION) write(from, Math.min(count, from + ROWS_A_TRANSACTION));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
