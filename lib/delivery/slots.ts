/** Mails that may be under way at once, and how many of them of one event type. */
export const MAIL_SLOTS = 64;
export const MAIL_LANE_CAP = 48;
/** Tasks that may be under way at once. */
export const TASK_SLOTS = 256;
/** One slow function cannot take every slot, nor every process. */
export const TASK_LANE_CAP = 32;
