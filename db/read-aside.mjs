// Works on the database in a thread of its own: a list whose filter or order no index answers looks through a million rows,
// and in the server's thread every event that comes in would wait for it. See db/aside.ts.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

parentPort.on('message', ({ id, queries, checkpoint }) =>
  parentPort.postMessage({ id, ...(checkpoint ? shortenLog() : read(queries)) }),
);

/** As far as the server's own connection and readers let it; see db/checkpoints.ts. */
function shortenLog() {
  let db;
  try {
    db = new Database(workerData.file, { fileMustExist: true, timeout: 0 });
    db.pragma('synchronous = FULL');
    db.pragma('wal_checkpoint(PASSIVE)');
    return { results: [] };
  } catch (error) {
    return { error: { message: error.message, code: error.code } };
  } finally {
    db?.close();
  }
}

/** All of one moment. The connection is closed after each answer, so that none is left open when the server ends. */
function read(queries) {
  let db;
  try {
    db = new Database(workerData.file, { readonly: true, fileMustExist: true });
    db.pragma('temp_store = MEMORY');
    db.pragma('trusted_schema = OFF');
    const readAll = db.transaction(() =>
      queries.map(({ sql, params }) =>
        db
          .prepare(sql)
          .raw()
          .all(...params),
      ),
    );
    return { results: readAll() };
  } catch (error) {
    return { error: { message: error.message, code: error.code } };
  } finally {
    db?.close();
  }
}
