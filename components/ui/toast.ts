import type { ExternalToast } from 'sonner';

type Kind = 'success' | 'error' | 'info';
type Options = Pick<ExternalToast, 'id' | 'duration' | 'action'>;
type Show = (kind: Kind, message: string, options: Options | undefined) => void;

let show: Show | undefined;
let isAsked = false;
const waiting: Parameters<Show>[] = [];
const listeners = new Set<() => void>();

/** Says a short message at the edge of the window. Until what shows it is loaded, it waits. */
export const toast = {
  success: (message: string, options?: Options) => say('success', message, options),
  error: (message: string, options?: Options) => say('error', message, options),
  info: (message: string, options?: Options) => say('info', message, options),
};

function say(...message: Parameters<Show>): void {
  if (show) {
    show(...message);
    return;
  }
  waiting.push(message);
  isAsked = true;
  for (const tell of listeners) tell();
}

/** Where messages go from now on, those that waited first. Answers how to end it. */
export function showToasts(by: Show): () => void {
  show = by;
  for (const message of waiting.splice(0)) by(...message);
  return () => {
    show = undefined;
  };
}

/** Tells when the first message is said. */
export function subscribeToAsked(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const wasAsked = () => isAsked;
