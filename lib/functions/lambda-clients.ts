import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { LambdaFunction } from '@/lib/functions/outcome';
import type { TargetGuard } from '@/lib/http/target-guard';

const MAX_CLIENTS = 100;
const CONNECT_TIMEOUT_MS = 10_000;

/** One client, with its connections, for each configuration; the one not used for longest gives way. */
export class LambdaClients {
  readonly #guard: TargetGuard;
  readonly #clients = new Map<string, LambdaClient>();

  constructor(guard: TargetGuard) {
    this.#guard = guard;
  }

  /** Throws TargetNotAllowedError when a configured endpoint may not be called. */
  get({ lambda, credentials }: LambdaFunction): LambdaClient {
    if (lambda.endpoint) this.#guard.assertAllowedTarget(lambda.endpoint);
    const key = JSON.stringify([
      lambda.region,
      lambda.endpoint,
      credentials?.accessKeyId,
      credentials?.secretAccessKey,
    ]);
    const client = this.#clients.get(key) ?? this.#create({ lambda, credentials });
    this.#clients.delete(key);
    this.#clients.set(key, client);
    const [oldest] = this.#clients;
    if (oldest && this.#clients.size > MAX_CLIENTS) {
      this.#clients.delete(oldest[0]);
      oldest[1].destroy();
    }
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  #create({ lambda, credentials }: Pick<LambdaFunction, 'lambda' | 'credentials'>): LambdaClient {
    // AWS's own endpoints may have private addresses (VPC endpoints): only a configured one is looked up by the guard.
    const agentOptions = { keepAlive: true, ...(lambda.endpoint ? { lookup: this.#guard.lookup } : {}) };
    return new LambdaClient({
      region: lambda.region,
      ...(lambda.endpoint ? { endpoint: lambda.endpoint } : {}),
      ...(credentials ? { credentials } : {}),
      // Retries are ours, so that each attempt is visible.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        httpAgent: new HttpAgent(agentOptions),
        httpsAgent: new HttpsAgent(agentOptions),
      },
    });
  }
}
