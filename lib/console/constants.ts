/** Events of a type are counted up to here: this number stands for that many or more. */
export const MAX_COUNTED_EVENTS = 100;
