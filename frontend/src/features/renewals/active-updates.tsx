import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { pendingRenewalsQuery } from '../../bridge/queries';
import { SoonIcon } from '../../components/icons';
import { count } from '../../lib/text';
import { outcomeWord } from './words';

const useStyles = makeStyles({
  waiting: { color: tokens.colorStatusWarningForeground1 },
});

/** In the bar: how many updates are under way, and the way to each. Says so too where one waits for a person. */
export function ActiveUpdates() {
  const styles = useStyles();
  const navigate = useNavigate();
  const pending = useQuery(pendingRenewalsQuery).data ?? [];
  const active = pending.filter((op) => op.active || op.mayConfirm);
  const [first] = active;
  if (!first) return null;
  const waiting = active.every((op) => op.mayConfirm || op.state === 'handed-off');
  const icon = waiting ? <SoonIcon className={styles.waiting} /> : <Spinner size="extra-tiny" aria-hidden />;
  const open = (portalId: string) => void navigate({ to: '/portals/$portalId/key', params: { portalId } });
  if (active.length === 1) {
    return (
      <Button
        appearance="subtle"
        icon={icon}
        onClick={() => {
          open(first.portalId);
        }}
      >
        {waiting ? '1 key update waits for you' : '1 key update under way'}
      </Button>
    );
  }
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={icon}>
          {`${count(active.length, 'key update')} under way`}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {active.map((op) => (
            <MenuItem
              key={op.id}
              secondaryContent={outcomeWord(op)}
              onClick={() => {
                open(op.portalId);
              }}
            >
              {op.portalName}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
