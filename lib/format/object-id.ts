import { z } from 'zod';
import { ID_PATTERN } from './id';

/** A stored object's id: 24 lower-case hex characters. */
export const ObjectId = z.string().regex(ID_PATTERN, 'must be 24 lower-case hex characters');
