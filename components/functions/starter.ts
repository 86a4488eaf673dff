/** What a new function begins with: it runs as it is, and says what it gets. */
export const STARTER = `// Runs once for each task, in a process of its own.
//
// task  { id, functionName, data, … }: data is what the action or the caller gave;
//       data.event is the event that caused the task, when there is one.
// meta  { idempotencyKey, attempt, deadline }: a call may be repeated after a crash.
//       The key stays the same then, so that you can do your effect once.
exports.handler = async (task, meta) => {
  const { event } = task.data;
  // What you log is kept with the task.
  console.log('attempt', meta.attempt, 'for', event?.type ?? 'no event');

  // const { API_KEY } = process.env; // from the environment values
  // const response = await fetch('https://example.com/', {
  //   headers: { authorization: API_KEY },
  // });
  // An error makes the task fail, with this reason:
  // if (!response.ok) throw new Error('answered ' + response.status);

  // The task's result: anything that JSON can hold.
  return { done: true };
};
`;
