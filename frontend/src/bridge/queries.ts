import { QueryClient, queryOptions } from '@tanstack/react-query';
import { backend } from './backend';
import { keys } from './keys';
import { start } from './start';
import type { RemindersView, StartView } from './types';

// What more than one feature asks for. Queries of a single feature stand in its api.ts.

const minute = 60_000;
const quarter = minute / 4;

/** The cache of everything the backend said. The backend is on this machine, so nothing waits for a network. */
export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: 5 * minute, gcTime: 15 * minute },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Fills the cache from the first answer, so that the first screen asks for nothing more. */
export function seed(client: QueryClient, view: StartView): void {
  client.setQueryData(keys.start, view);
  client.setQueryData(keys.portals, view.portals);
  client.setQueryData(keys.settings, view.settings);
  client.setQueryData(keys.recent, view.activity);
  // A system may need seconds to say that it has no key store; the first screen does not wait for it.
  if (view.keyStore.kind !== 'looking') client.setQueryData(keys.keyStore, view.keyStore);
}

/** Version, data folder, and the path the program was started with. */
export const startQuery = queryOptions({
  queryKey: keys.start,
  queryFn: () => start(true),
  staleTime: Infinity,
});

/** Where private keys are kept. */
export const keyStoreQuery = queryOptions({
  queryKey: keys.keyStore,
  queryFn: () => backend.Shell.KeyStore(),
});

/** All portals. Asked again every quarter of an hour, because key states change with the clock. */
export const portalsQuery = queryOptions({
  queryKey: keys.portals,
  queryFn: () => backend.Portals.List(),
  refetchInterval: 15 * minute,
});

/**
 * The newest update of each portal where it is not over: it is under way, waits for a yes, or has failed. Asked again
 * while one is under way, because its patience ends with the clock.
 */
export const pendingRenewalsQuery = queryOptions({
  queryKey: keys.pendingRenewals,
  queryFn: () => backend.Renewals.Pending(),
  refetchInterval: ({ state }) => (state.data?.some(({ active }) => active) ? quarter : false),
});

/** Those that are under way, which hold their portals. */
export const activeRenewalsQuery = queryOptions({
  ...pendingRenewalsQuery,
  select: (pending) => pending.filter(({ active }) => active),
});

/**
 * How often to ask again what is due, unread and undelivered. What has not arrived is to be seen within a minute, and
 * nobody tells of a message that only waits: while one is under way that does not show as undelivered yet, it is asked
 * for more often.
 */
export function remindersPace(view: RemindersView | undefined): number {
  const shown = new Set(view?.undelivered.map(({ id }) => id));
  const silent = view?.deliveries.some(
    ({ id, state, problem }) =>
      (state === 'waiting' || state === 'sending') && problem === '' && !shown.has(id),
  );
  return silent ? quarter : minute;
}

/** What is due, unread and undelivered. */
export const remindersQuery = queryOptions({
  queryKey: keys.reminders,
  queryFn: () => backend.Reminders.Overview(),
  refetchInterval: ({ state }) => remindersPace(state.data),
});

/** What the person has set. */
export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: () => backend.Settings.Get(),
});

/** A portal's snapshots, newest first. */
export const historyQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.history(portalId),
    queryFn: () => backend.Snapshots.List(portalId),
  });

/** The content of a portal's newest snapshot. Large, so it leaves memory soon after its last page closed. */
export const latestQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.latest(portalId),
    queryFn: () => backend.Snapshots.Latest(portalId),
    gcTime: 2 * minute,
    structuralSharing: false,
  });

/** The newest few entries of the activity log. */
export const recentQuery = queryOptions({
  queryKey: keys.recent,
  queryFn: async () => (await backend.Activity.List({ portalId: '', before: 0, limit: 8 })).entries,
});
