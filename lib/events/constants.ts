/** What became of an event when it was matched. `no_runs` reasons say why nothing followed. */
export const EVENT_OUTCOMES = ['matched', 'no_dispatcher', 'disabled', 'no_actions', 'loop_guard'] as const;
