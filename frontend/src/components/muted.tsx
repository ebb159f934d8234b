import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { MuteIcon } from './icons';

const useStyles = makeStyles({
  mark: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightRegular,
  },
  icon: { flexShrink: 0 },
  words: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** Says that no reminder of a portal goes out, and why. A reason that is too long for the line is in its hint. */
export function MutedMark({ reason, className }: { reason: string; className?: string }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.mark, className)} title={`Muted: ${reason}`}>
      <MuteIcon aria-hidden className={styles.icon} />
      <span className={styles.words}>Muted: {reason}</span>
    </span>
  );
}
