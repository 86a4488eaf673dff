import { asc, eq } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import { recordChange } from './audit';
import { database, keepBooks, writeTransaction } from './client';
import { applications } from './schema/users';

const MAX_LISTED = 500;

export interface Application {
  id: string;
  name: string;
  kind: 'oauth1' | 'oauth2';
  /** OAuth2 client id or OAuth1 consumer key. */
  clientId: string;
  /** Null for a public OAuth2 client. */
  secretCiphertext: string | null;
  secretLastFour: string | null;
  enabled: boolean;
  lastUsedAt: number | null;
  creationTimestamp: number;
  updateTimestamp: number;
}

type NewApplication = Pick<Application, 'name' | 'kind' | 'clientId' | 'secretCiphertext'> &
  Partial<Pick<Application, 'secretLastFour'>>;
type ApplicationChanges = Partial<
  Pick<Application, 'name' | 'enabled' | 'secretCiphertext' | 'secretLastFour' | 'lastUsedAt'>
>;

/** Stores an application unless one with that client id or name exists. @returns false when one does. */
export async function insertApplication(application: NewApplication, now: number): Promise<boolean> {
  const values = { ...application, id: newObjectId(now), creationTimestamp: now, updateTimestamp: now };
  const insert = () => database().insert(applications).values(values).onConflictDoNothing().run().changes === 1;
  return writeTransaction(() => recording(values.id, insert));
}

/** An application by its OAuth2 client id or OAuth1 consumer key. */
export async function findApplication(clientId: string): Promise<Application | undefined> {
  return database().select().from(applications).where(eq(applications.clientId, clientId)).get();
}

export async function findApplicationById(id: string): Promise<Application | undefined> {
  return database().select().from(applications).where(eq(applications.id, id)).get();
}

/** All of them, by name. */
export async function listApplications(): Promise<Application[]> {
  return database().select().from(applications).orderBy(asc(applications.name)).limit(MAX_LISTED).all();
}

/** @returns false when there is none. @throws a unique violation when the name is taken. */
export async function changeApplication(id: string, changes: ApplicationChanges, now: number): Promise<boolean> {
  const values = { ...changes, updateTimestamp: now };
  const change = () => database().update(applications).set(values).where(eq(applications.id, id)).run().changes === 1;
  return writeTransaction(() => recording(id, change));
}

/** Notes that an application got somebody a token. */
export async function touchApplication(id: string, now: number): Promise<void> {
  keepBooks(() => database().update(applications).set({ lastUsedAt: now }).where(eq(applications.id, id)).run());
}

/** Removes an application with all tokens that it got. @returns false when there is none. */
export async function deleteApplication(id: string): Promise<boolean> {
  const remove = () => database().delete(applications).where(eq(applications.id, id)).run().changes === 1;
  return writeTransaction(() => recording(id, remove));
}

function recording<T>(id: string, change: () => T): T {
  const read = () => database().select().from(applications).where(eq(applications.id, id)).get();
  return recordChange('application', read, change);
}
