'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

type NearLinkProps = Omit<ComponentProps<typeof Link>, 'prefetch' | 'onPointerEnter' | 'onFocus'>;

/** A link of many that look alike: what it leads to is loaded in advance once the pointer or the focus is there. */
export function NearLink(props: NearLinkProps) {
  const [isNear, setNear] = useState(false);
  return (
    <Link
      {...props}
      prefetch={isNear ? null : false}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
    />
  );
}
