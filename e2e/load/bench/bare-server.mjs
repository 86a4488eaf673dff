// The least that could acknowledge durably: HTTP, one table, one commit for all that arrived in a turn. The limit that
// our intake is held against.
import { createServer } from 'node:http';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { serve } from './child.mjs';

const { dir } = JSON.parse(process.argv[2]);
const database = new SqliteDatabase(path.join(dir, 'bare.db'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE events (id INTEGER PRIMARY KEY, body TEXT)');
const insert = database.prepare('INSERT INTO events (body) VALUES (?)');
const write = database.transaction((group) => {
  for (const { body } of group) insert.run(body);
});
let group = [];

function flush() {
  const written = group;
  group = [];
  write.immediate(written);
  for (const { response } of written) {
    response.writeHead(202, { 'content-type': 'application/json', 'content-length': 2 });
    response.end('{}');
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (group.length === 0) setImmediate(flush);
    group.push({ body: Buffer.concat(chunks).toString('utf8'), response });
  });
});
server.listen(0, '127.0.0.1', () => serve({}, { port: server.address().port }));
