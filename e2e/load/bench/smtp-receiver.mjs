// A mail server of a few lines, far faster than what is measured: it answers, reads the three values, and counts.
import { createServer } from 'node:net';
import { createArrivals } from './arrivals.mjs';
import { serve } from './child.mjs';
import { numberInMail } from './job.mjs';

const END = '\r\n.\r\n';
const arrivals = createArrivals(numberInMail);

const server = createServer({ noDelay: true }, (socket) => {
  let buffered = '';
  let inData = false;
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.write('220 bench ESMTP\r\n');
  socket.on('data', (chunk) => {
    buffered += chunk;
    let answers = '';
    for (;;) {
      const end = buffered.indexOf(inData ? END : '\r\n');
      if (end < 0) break;
      const part = buffered.slice(0, end);
      buffered = buffered.slice(end + (inData ? END.length : 2));
      answers += inData ? takeMail(part) : answerTo(part);
    }
    if (answers) socket.write(answers);
    if (answers.startsWith('221')) socket.end();
  });

  function takeMail(text) {
    inData = false;
    arrivals.note(text);
    return '250 2.0.0 taken\r\n';
  }

  function answerTo(line) {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return '250-bench\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10000000\r\n';
    if (verb === 'DATA') {
      inData = true;
      return '354 go on\r\n';
    }
    return verb === 'QUIT' ? '221 bye\r\n' : '250 2.0.0 ok\r\n';
  }
});
server.listen(0, '127.0.0.1', () => serve(arrivals.commands, { port: server.address().port }));
