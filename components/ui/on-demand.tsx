'use client';

import { type ComponentType, useEffect, useState } from 'react';

/**
 * A component whose code is loaded when it is first rendered, or before that by `load`. What is loaded is rendered at once:
 * React holds back for 300 ms what a `lazy` component shows the first time, even when its code is there already.
 */
export function onDemand<Props extends object>(read: () => Promise<ComponentType<Props>>) {
  let Loaded: ComponentType<Props> | undefined;
  const load = async () => {
    Loaded ??= await read();
  };
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the level of a module
  function OnDemand(props: Props) {
    const [, setLoaded] = useState(Loaded !== undefined);
    useEffect(() => {
      // Without a connection it is asked for again when it is rendered again.
      load().then(
        () => setLoaded(true),
        () => undefined,
      );
    }, []);
    return Loaded ? <Loaded {...props} /> : null;
  }
  return Object.assign(OnDemand, { load });
}
