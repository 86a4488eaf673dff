import path from 'node:path';
import Database from 'better-sqlite3';

const HOUR_MS = 3_600_000;
const ID_TIME_CHARACTERS = 12;

/** Columns with ids that hold a time, and with times, of all that follows from events. */
const IDS = {
  events: ['id', 'cause_task_id'],
  runs: ['id', 'event_id'],
  mails: ['id', 'run_id'],
  mail_recipients: ['mail_id'],
  mail_attachments: ['mail_id'],
  tasks: ['id', 'run_id', 'retried_by_task_id'],
  task_logs: ['task_id'],
  attempts: ['id', 'mail_id', 'task_id'],
};
const TIMES = {
  events: ['creation_timestamp', 'update_timestamp'],
  runs: ['creation_timestamp', 'update_timestamp'],
  mails: ['creation_timestamp', 'update_timestamp'],
  mail_recipients: ['update_timestamp'],
  tasks: ['creation_timestamp', 'update_timestamp', 'status_changed_timestamp'],
  task_logs: ['timestamp'],
  attempts: ['started_at', 'ended_at'],
  dispatchers: ['creation_timestamp', 'update_timestamp'],
  dispatcher_revisions: ['creation_timestamp'],
  templates: ['creation_timestamp', 'update_timestamp'],
  localizations: ['creation_timestamp', 'update_timestamp'],
  functions: ['creation_timestamp', 'update_timestamp'],
  sources: ['creation_timestamp', 'update_timestamp'],
};

/**
 * Lays what was sent within a minute over the days before: pictures of charts and dates need days.
 * @param {string} dataDir of a server that is not running
 * @param {number[]} rounds when each round of events began
 */
export function spreadOverDays(dataDir, rounds) {
  const db = new Database(path.join(dataDir, 'dispatchers.db'), { fileMustExist: true });
  db.pragma('foreign_keys = OFF');
  const now = Date.now();
  const starts = [0, ...rounds];
  // Denser towards now: the last day has most of them.
  const targets = starts.map((_, index) => now - HOUR_MS * 240 * (1 - index / starts.length) ** 2.6 - 40_000);
  const moveTime = (time) => {
    if (time === null || time > now) return time;
    let index = starts.length - 1;
    while (index > 0 && time < starts[index]) index--;
    const base = index === 0 ? (rounds[0] ?? now) : starts[index];
    return Math.round(targets[index] + (time - base));
  };
  const moveId = (id) => {
    if (id === null) return null;
    const time = moveTime(Number.parseInt(id.slice(0, ID_TIME_CHARACTERS), 16));
    return time.toString(16).padStart(ID_TIME_CHARACTERS, '0') + id.slice(ID_TIME_CHARACTERS);
  };
  db.function('move_time', { deterministic: true }, moveTime);
  db.function('move_id', { deterministic: true }, moveId);
  db.transaction(() => {
    for (const [kind, tables] of [
      ['move_id', IDS],
      ['move_time', TIMES],
    ]) {
      for (const [table, columns] of Object.entries(tables)) {
        db.exec(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${kind}(${column})`).join(', ')}`);
      }
    }
    db.exec(`UPDATE dispatcher_revisions SET definition = json_set(definition,
      '$.creationTimestamp', move_time(json_extract(definition, '$.creationTimestamp')),
      '$.updateTimestamp', move_time(json_extract(definition, '$.updateTimestamp')))`);
    db.exec(`UPDATE tasks SET start_timestamp = creation_timestamp WHERE start_timestamp <= ${now}`);
  })();
  db.close();
}
