import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { backend } from '../../bridge/backend';
import type { PortalRemindersView } from '../../bridge/types';
import { useNow } from '../../components/clock';
import { SnoozeIcon } from '../../components/icons';
import { moment } from '../../lib/time';

const day = 86_400_000;

const choices = [
  { days: 1, words: 'For a day', said: 'Snoozed for a day' },
  { days: 7, words: 'For a week', said: 'Snoozed for a week' },
  { days: 0, words: 'Until a more urgent one is due', said: 'Snoozed until a more urgent one is due' },
];

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Whether a snooze holds reminders back now; it may have ended since the backend was asked. */
export function useSnoozed({ snoozed, snoozedUntil }: PortalRemindersView): boolean {
  const now = useNow();
  return snoozed && (snoozedUntil === '' || moment(snoozedUntil) > now);
}

/** Snoozes the reminders of a portal, or ends that. */
export function Snooze({
  portalId,
  snoozed,
  act,
}: {
  portalId: string;
  snoozed: boolean;
  act: (words: string, run: () => Promise<void>) => void;
}) {
  if (snoozed) {
    return (
      <Button
        size="small"
        icon={<SnoozeIcon />}
        onClick={() => {
          act('Reminders go on', () => backend.Reminders.WakeUp(portalId));
        }}
      >
        End snooze
      </Button>
    );
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" icon={<SnoozeIcon />}>
          Snooze
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {choices.map(({ days, words, said }) => (
            <MenuItem
              key={days}
              onClick={() => {
                const until = days === 0 ? '' : new Date(Date.now() + days * day).toISOString();
                act(`${said}; critical reminders still come`, () =>
                  backend.Reminders.Snooze(portalId, until),
                );
              }}
            >
              {words}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** Says why there is nothing to snooze. */
export function NoSnooze() {
  const styles = useStyles();
  return (
    <span className={styles.quiet}>
      Critical reminders cannot be snoozed: the key ends within a day, or has ended. Update it, or mute the
      portal with a reason.
    </span>
  );
}
