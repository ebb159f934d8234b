import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import type { RenewalView } from '../../bridge/types';
import { CriticalIcon, HealthyIcon, NoneIcon, SoonIcon } from '../../components/icons';
import { moodOf, outcomeWord } from './words';

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalSNudge,
    whiteSpace: 'nowrap',
  },
  icon: { fontSize: tokens.fontSizeBase400, flexShrink: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  doubtful: { color: tokens.colorStatusWarningForeground1 },
  over: { color: tokens.colorNeutralForeground3 },
});

const icons = { good: HealthyIcon, bad: CriticalIcon, doubtful: SoonIcon, over: NoneIcon };

/** How an update stands, as sign and words. */
export function OutcomeBadge({ op }: { op: RenewalView }) {
  const styles = useStyles();
  const mood = moodOf(op);
  const Icon = mood === 'busy' ? undefined : icons[mood];
  return (
    <span className={styles.badge}>
      {mood === 'busy' ? (
        <Spinner size="extra-tiny" aria-hidden />
      ) : (
        Icon && <Icon aria-hidden className={mergeClasses(styles.icon, styles[mood])} />
      )}
      {outcomeWord(op)}
    </span>
  );
}
