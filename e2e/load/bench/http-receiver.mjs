// The target of HTTP functions, far faster than what is measured: it answers 200 and counts.
import { createServer } from 'node:net';
import { createArrivals } from './arrivals.mjs';
import { serve } from './child.mjs';
import { takeMessages } from './http-text.mjs';
import { numberInCall } from './job.mjs';

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const arrivals = createArrivals(numberInCall);

const server = createServer({ noDelay: true }, (socket) => {
  let buffered = '';
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const { messages, rest } = takeMessages(buffered + chunk);
    buffered = rest;
    for (const { body } of messages) {
      if (body) arrivals.note(body);
      socket.write(ANSWER);
    }
  });
});
server.listen(0, '127.0.0.1', () => serve(arrivals.commands, { port: server.address().port }));
