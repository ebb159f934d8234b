import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type KeyState, keyState, keyStateLabel } from '../lib/key-state';
import {
  CriticalIcon,
  DueIcon,
  ExpiredIcon,
  FutureIcon,
  HealthyIcon,
  NoneIcon,
  SoonIcon,
  UnknownIcon,
} from './icons';

const icons = {
  expired: ExpiredIcon,
  critical: CriticalIcon,
  soon: SoonIcon,
  due: DueIcon,
  unknown: UnknownIcon,
  'not-yet-valid': FutureIcon,
  healthy: HealthyIcon,
  none: NoneIcon,
} satisfies Record<KeyState, unknown>;

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    verticalAlign: 'middle',
    alignItems: 'center',
    gap: tokens.spacingHorizontalSNudge,
    whiteSpace: 'nowrap',
  },
  icon: { fontSize: tokens.fontSizeBase400, flexShrink: 0 },
  expired: { color: tokens.colorStatusDangerForeground1 },
  critical: { color: tokens.colorStatusDangerForeground1 },
  soon: { color: tokens.colorStatusWarningForeground1 },
  due: { color: tokens.colorStatusWarningForeground1 },
  unknown: { color: tokens.colorNeutralForeground3 },
  'not-yet-valid': { color: tokens.colorNeutralForeground2 },
  healthy: { color: tokens.colorStatusSuccessForeground1 },
  none: { color: tokens.colorNeutralForeground3 },
});

/** The sign of a key's state; always shown beside its words. */
export function KeyIconOf({ state, className }: { state: string; className?: string }) {
  const styles = useStyles();
  const known = keyState(state);
  const Icon = icons[known];
  return <Icon aria-hidden className={mergeClasses(styles.icon, styles[known], className)} />;
}

/** A key's state as sign and words. */
export function KeyBadge({ state }: { state: string }) {
  const styles = useStyles();
  return (
    <span className={styles.badge}>
      <KeyIconOf state={state} />
      {keyStateLabel(keyState(state))}
    </span>
  );
}
