/** Headers that our Node entry sets on every request for the route handlers: set there, so that nobody can send their own. */

/** Where the request comes from. */
export const ADDRESS_HEADER = 'x-dispatchers-address';

/** The request's id: its sender's, when that is sane. Answered, and in what the log says of the request. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** The URL as it was sent. Next hands on another query: it reads `eq(type,a)` as a name and adds the `=` that it misses. */
export const URL_HEADER = 'x-dispatchers-url';
