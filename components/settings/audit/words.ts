/** Acts as they read in a sentence: "ada@example.com *updated* the dispatcher first". */
const ACTS: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  delete: 'removed',
  restore: 'brought back',
  rotate: 'gave a new secret to',
  revoke: 'revoked',
  import: 'imported',
  export: 'exported',
  sign_in: 'signed in',
  sign_in_failed: 'failed to sign in',
  sign_out: 'signed out',
  denied: 'was refused',
  retry: 'retried',
  cancel: 'canceled',
  discard: 'discarded',
  probe: 'tried at once',
  replay: 'replayed',
  test: 'tried',
  enable: 'enabled',
  disable: 'disabled',
  execute: 'ran',
};

export function actWords(act: string): string {
  return ACTS[act] ?? act.replaceAll(/[_-]/g, ' ');
}

export const ACT_OPTIONS = Object.entries(ACTS).map(([value, label]) => ({ value, label }));

export const KIND_OPTIONS = [
  'action',
  'application',
  'backup',
  'dispatcher',
  'event',
  'function',
  'localization',
  'mail',
  'role',
  'run',
  'schedule',
  'setting',
  'source',
  'target',
  'task',
  'template',
  'token',
  'user',
].map((value) => ({ value, label: value }));
