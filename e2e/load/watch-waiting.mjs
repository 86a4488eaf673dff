// How long others wait while a request is answered: the server's event loop is one, and events come in through it too.
import { Agent, get } from 'node:http';

/** Asks for `/health` again and again while `act` runs. @returns the longest wait, in milliseconds. */
export async function watchWaiting(url, act) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let longest = 0;
  let done = false;
  const watch = async () => {
    while (!done) longest = Math.max(longest, await ask(url, agent));
  };
  await ask(url, agent);
  const watching = watch();
  try {
    await act();
  } finally {
    done = true;
    await watching;
    agent.destroy();
  }
  return longest;
}

function ask(url, agent) {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    get(`${url}/health`, { agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(performance.now() - startedAt));
    }).once('error', reject);
  });
}
