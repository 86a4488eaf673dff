import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AuditEntry, AuditPage, AuditVerification } from '@/lib/audit/schema';
import { apiGet } from '@/lib/http/client';

/** @param filter RQL. */
export const auditQuery = (filter: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    queryFn: ({ pageParam, signal }) => {
      const terms = [filter, pageParam && `lt(id,${pageParam})`, 'limit(50)'].filter(Boolean);
      return apiGet<AuditPage>(`/api/v1/audit?${terms.join('&')}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextBefore,
  });

export const auditEntryQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'one', id],
    queryFn: ({ signal }) => apiGet<AuditEntry>(`/api/v1/audit/${id}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const verificationQuery = queryOptions({
  queryKey: ['audit', 'verification'],
  queryFn: ({ signal }) => apiGet<AuditVerification>('/api/v1/audit/verification', signal),
  refetchOnWindowFocus: false,
});
