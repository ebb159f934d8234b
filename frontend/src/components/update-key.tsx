import { Button, type ButtonProps } from '@fluentui/react-components';
import { keyState } from '../lib/key-state';
import { useActions } from './actions';
import { UpdatingIcon } from './icons';

const due = ['expired', 'critical', 'soon', 'due'];

/** Whether a key in this state wants to be updated. */
export const wantsUpdate = (state: string) => due.includes(keyState(state));

/** Opens the question whether a portal's key is to be updated. `of` names the portal where several stand in a list. */
export function UpdateKey({
  portalId,
  of,
  ...button
}: { portalId: string; of?: string } & Pick<ButtonProps, 'appearance' | 'size'>) {
  const { updateKey } = useActions();
  return (
    <Button
      {...button}
      icon={<UpdatingIcon />}
      aria-label={of === undefined ? undefined : `Update key of ${of}`}
      onClick={() => {
        updateKey(portalId);
      }}
    >
      Update key
    </Button>
  );
}
