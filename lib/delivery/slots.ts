/** Mails under way at once: for a server that answers quickly, at most so many. */
export const MAIL_SLOTS = 64;
export const MAIL_PACE = { atFirst: 10, most: MAIL_SLOTS, quickMs: 250 };
/** How much of them mails of one event type may take. */
export const MAIL_LANE_SHARE = 0.75;
/** Tasks that may be under way at once. */
export const TASK_SLOTS = 256;
/** Of one function: for one that answers quickly, at most so many. A slow one cannot take every slot, nor every process. */
export const TASK_LANE_CAP = 64;
export const TASK_PACE = { atFirst: 4, most: TASK_LANE_CAP, quickMs: 100 };
