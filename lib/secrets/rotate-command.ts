import path from 'node:path';
import { closeDatabase, openDatabase } from '@/db/client';
import { loadConfig } from '@/lib/config/config';
import { rotateKey } from './rotate-key';

/** `npm run rotate-key`, with the server stopped. */
async function main(): Promise<void> {
  const { dataDir, secretKey, oldSecretKey } = loadConfig(process.env);
  const directory = path.resolve(dataDir);
  await openDatabase(directory, path.join(process.cwd(), 'db', 'migrations'));
  try {
    const { resealed, oldKeyFile } = await rotateKey({ secretKey, oldSecretKey }, directory, Date.now());
    process.stdout.write(`${resealed} secrets are sealed with the new key.\n`);
    if (oldKeyFile)
      process.stdout.write(`Backups of before need the old one: ${oldKeyFile}. Keep it where they are, not here.\n`);
    else process.stdout.write('OLD_SECRET_KEY is needed no more, but for backups of before.\n');
  } finally {
    closeDatabase();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
