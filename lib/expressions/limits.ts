/** Limits on a source, checked before and while it is parsed. */
export const MAX_SOURCE_BYTES = 262_144;
export const MAX_NESTING = 32;
export const MAX_ELSE_CHAIN = 200;
export const MAX_NODES = 5_000;
/** Handlebars' parser needs quadratic time on longer ones. */
export const MAX_TAG_CHARS = 8_192;

/** Limits on one evaluation. */
export const MAX_STEPS = 100_000;
export const MAX_OUTPUT_CHARS = 1_048_576;
/** Text that helpers read and make on the way, whether it is put out or not. */
export const MAX_WORK_CHARS = 8 * MAX_OUTPUT_CHARS;
export const MAX_ARRAY_LENGTH = 10_000;
export const MAX_DATA_DEPTH = 64;
/** More problems than a person reads; the rest is left out. */
export const MAX_PROBLEMS = 100;
