import { ServiceError } from './service-error';

/** Error 17: a name that must be unique is taken. */
export function nameTaken(what: string, name: string): ServiceError {
  return new ServiceError(17, `${what} '${name}' exists already`, {
    errors: [{ path: 'name', message: `'${name}' is taken` }],
  });
}
