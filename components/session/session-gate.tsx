'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorState } from '@/components/data/list-states';
import { meQuery } from '@/components/session/queries';
import { signInPath } from '@/components/session/return-path';
import { ApiError } from '@/lib/http/client';

/** Loaded when a session has ended: until then no page needs the form and its schema. */
const SignInDialog = dynamic(() => import('@/components/session/sign-in-dialog').then((module) => module.SignInDialog));

interface SessionGateProps {
  /** Shown until it is known who is there. */
  pending: ReactNode;
  children: ReactNode;
}

/** Shows its children to whoever is signed in, and sends everybody else to the sign-in page. */
export function SessionGate({ pending, children }: SessionGateProps) {
  const me = useQuery(meQuery);
  const signedOut = !me.data && me.error instanceof ApiError && me.error.isSignedOut;

  useEffect(() => {
    if (signedOut) window.location.replace(signInPath(window.location.pathname + window.location.search));
  }, [signedOut]);

  if (me.data) {
    return (
      <>
        {children}
        <SessionEnded />
      </>
    );
  }
  if (me.error && !signedOut) return <ErrorState error={me.error} onRetry={() => me.refetch()} />;
  return pending;
}

/** When the session ends while somebody works, they sign in again right here: nothing they typed is lost. */
function SessionEnded() {
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);

  useEffect(() => {
    const notice = (error: unknown) => {
      if (error instanceof ApiError && error.isSignedOut) setEnded(true);
    };
    const stopQueries = client.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') notice(event.action.error);
    });
    const stopMutations = client.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') notice(event.action.error);
    });
    return () => {
      stopQueries();
      stopMutations();
    };
  }, [client]);

  const onSignedIn = () => {
    setEnded(false);
    void client.invalidateQueries();
  };
  return ended ? <SignInDialog onSignedIn={onSignedIn} /> : null;
}
