interface ReceiverInput {
  /** `whsec_…`; without it the code reads it from SIGNING_SECRET. */
  secret: string | undefined;
}

/** Code that receives the calls of an HTTP function: checks who calls, and does its effect once. */
export const RECEIVERS = {
  node: {
    label: 'Node.js',
    about: 'npm install standardwebhooks, save as server.mjs, run node server.mjs: it listens on port 3001.',
    toText: toNodeReceiver,
  },
  python: {
    label: 'Python',
    about: 'pip install standardwebhooks, save as server.py, run python server.py: it listens on port 3001.',
    toText: toPythonReceiver,
  },
} as const satisfies Record<string, { label: string; about: string; toText: (input: ReceiverInput) => string }>;
export const RECEIVER_KINDS = Object.keys(RECEIVERS) as (keyof typeof RECEIVERS)[];

function toNodeReceiver({ secret }: ReceiverInput): string {
  return `import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(${secret ? `'${secret}'` : 'process.env.SIGNING_SECRET'}); // whsec_…

// What was done already, by idempotency key. Keep it in your database, in the transaction of the effect.
const done = new Map();

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString(); // as it came: the signature is over these bytes

  let task;
  try {
    task = webhook.verify(body, request.headers);
  } catch {
    return answer(response, 401, { error: 'the signature is not ours' });
  }

  const key = request.headers['webhook-id']; // the same for every attempt of the same task
  if (!done.has(key)) done.set(key, await handle(task));
  answer(response, 200, done.get(key)); // the answer is the task's result
}).listen(3001);

async function handle(task) {
  console.log('task', task.id, 'with', task.data);
  return { done: true };
}

// 2xx: complete. 429 and 503 with Retry-After: tried again then. 410: the function is paused.
// Anything else: tried again, unless the header x-no-retry is 1.
function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
`;
}

function toPythonReceiver({ secret }: ReceiverInput): string {
  return `import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook(${secret ? `"${secret}"` : 'os.environ["SIGNING_SECRET"]'})  # whsec_…

# What was done already, by idempotency key. Keep it in your database, in the transaction of the effect.
done = {}


def handle(task):
    print("task", task["id"], "with", task["data"])
    return {"done": True}


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            task = webhook.verify(body, headers)
        except WebhookVerificationError:
            return self.answer(401, {"error": "the signature is not ours"})
        key = headers["webhook-id"]  # the same for every attempt of the same task
        if key not in done:
            done[key] = handle(task)
        self.answer(200, done[key])  # the answer is the task's result

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


HTTPServer(("", 3001), Receiver).serve_forever()
`;
}
