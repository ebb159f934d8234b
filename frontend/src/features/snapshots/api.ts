import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';

/** A portal's snapshots, newest first. */
export const historyQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.history(portalId),
    queryFn: () => backend.Snapshots.List(portalId),
  });

/** Runs a change of a portal's snapshots and asks for everything anew that may show them. */
export function useSnapshotMutation<Input, Output>(portalId: string, run: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.snapshots(portalId) });
      void client.invalidateQueries({ queryKey: keys.portals });
    },
  });
}
