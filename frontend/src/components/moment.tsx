import { Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { local, localTime, moment, relative, utc } from '../lib/time';
import { useNow } from './clock';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  below: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  whole: { fontVariantNumeric: 'tabular-nums' },
});

type Form = 'full' | 'exact' | 'time' | 'relative';

/**
 * A point in time: exact local time with zone, UTC in the tooltip, relative second. The shorter forms have one part,
 * with everything else in the tooltip; the time of day suits lists that stand under the name of a day.
 */
export function Moment({ value, form = 'full' }: { value: string; form?: Form }) {
  const styles = useStyles();
  const now = useNow();
  if (Number.isNaN(moment(value))) return <span className={styles.quiet}>Not known</span>;
  const away = relative(value, now);
  const shown = {
    full: local(value),
    exact: local(value),
    time: localTime(value),
    relative: away,
  }[form];
  const more = form === 'full' || form === 'exact' ? utc(value) : `${local(value)} · ${utc(value)}`;
  return (
    <Tooltip relationship="description" content={more}>
      <time dateTime={value} className={styles.whole}>
        {shown}
        {form === 'full' && <span className={styles.quiet}> · {away}</span>}
      </time>
    </Tooltip>
  );
}

/** A point in time in a list: exact local time, relative below. Lists are long, so the title does for a tooltip. */
export function StackedMoment({ value }: { value: string }) {
  const styles = useStyles();
  const now = useNow();
  return (
    <time dateTime={value} className={styles.whole} title={utc(value)}>
      {local(value)}
      <span className={styles.below}>{relative(value, now)}</span>
    </time>
  );
}
