import { Button, type ButtonProps } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { pendingRenewalsQuery } from '../bridge/queries';
import { keyState } from '../lib/key-state';
import { retryWords } from '../lib/words';
import { useActions } from './actions';
import { RetryIcon, UpdatingIcon } from './icons';

const due = ['expired', 'critical', 'soon', 'due'];

/** Whether a key in this state wants to be updated. */
export const wantsUpdate = (state: string) => due.includes(keyState(state));

/**
 * Opens the question whether a portal's key is to be updated, or its failed update to be retried. `of` names the portal
 * where several stand in a list; there is no room for all the words there.
 */
export function UpdateKey({
  portalId,
  of,
  ...button
}: { portalId: string; of?: string } & Pick<ButtonProps, 'appearance' | 'size'>) {
  const { updateKey } = useActions();
  const pending = useQuery(pendingRenewalsQuery).data ?? [];
  const failed = pending.some((op) => op.mayRetry && op.portalId === portalId);
  const words = failed ? retryWords : 'Update key';
  return (
    <Button
      {...button}
      icon={failed ? <RetryIcon /> : <UpdatingIcon />}
      aria-label={of === undefined ? undefined : `${words} of ${of}`}
      onClick={() => {
        updateKey(portalId);
      }}
    >
      {failed && of !== undefined ? 'Retry' : words}
    </Button>
  );
}
