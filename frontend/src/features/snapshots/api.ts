import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../bridge/keys';

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
