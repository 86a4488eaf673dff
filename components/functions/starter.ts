/** What a new function begins with: it runs as it is, and says what it gets. */
export const STARTER = `// Runs once for each task, in a process of its own. The entry point is index.handler.
//
// task  { id, functionName, data, … }. data is what the action or the caller gave;
//       data.event is the event that caused the task, when there is one.
// meta  { idempotencyKey, attempt, deadline }. A call may be repeated after a crash: the key
//       stays the same, so that you can do your effect once.
exports.handler = async (task, meta) => {
  const { event } = task.data;
  console.log('attempt', meta.attempt, 'for', event?.type ?? 'no event'); // kept with the task

  // const { API_KEY } = process.env; // from the environment values below
  // const response = await fetch('https://example.com/', { headers: { authorization: API_KEY } });
  // if (!response.ok) throw new Error('answered ' + response.status); // the task fails, with this reason

  return { done: true }; // the task's result: anything that JSON can hold
};
`;
