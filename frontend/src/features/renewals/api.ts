import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import type { RenewalView } from '../../bridge/types';

const quarter = 15_000; // milliseconds

/** What an update of a portal's key will do. Read anew each time, because obstacles come and go. */
export const previewQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.renewalPreview(portalId),
    queryFn: () => backend.Renewals.Preview(portalId),
    staleTime: 0,
    gcTime: 0,
  });

/** How a local portal stands with its organization. */
export const connectionQuery = (portalId: string) =>
  queryOptions({ queryKey: keys.connection(portalId), queryFn: () => backend.Renewals.Connection(portalId) });

/** The updates of a portal's key, newest first. Asked again while one goes on: its patience ends with the clock. */
export const renewalsQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.renewalsOf(portalId),
    queryFn: () => backend.Renewals.History(portalId),
    refetchInterval: ({ state }) => (state.data?.some(({ active }) => active) ? quarter : false),
  });

/** The keys that came to a portal without an update, newest first. */
export const otherKeysQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.otherKeys(portalId),
    queryFn: () => backend.Renewals.OtherKeys(portalId),
  });

/** The text for somebody who helps with an update that keeps failing. */
export const bundleQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.renewals, 'bundle', id] as const,
    queryFn: () => backend.Renewals.SupportBundle(id),
    staleTime: 0,
  });

/** Runs something that moves an update on, and is done when its pages know. */
export function useRenewalMutation<Answer = RenewalView>(run: () => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => client.invalidateQueries({ queryKey: keys.renewals }),
  });
}

/** The current attempt of an update. */
export const currentAttempt = ({ attempts }: RenewalView) => attempts[attempts.length - 1];
