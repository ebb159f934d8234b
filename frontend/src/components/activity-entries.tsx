import { makeStyles, tokens } from '@fluentui/react-components';
import type { ActivityView } from '../bridge/types';
import { actionWord } from '../lib/words';
import { Anchor } from './anchor';
import { Moment } from './moment';

const useStyles = makeStyles({
  list: { display: 'grid', listStyleType: 'none', margin: 0, padding: 0 },
  entry: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    columnGap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTopStyle: 'none' },
  },
  words: { display: 'grid', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Entries of the activity log, one under the other: what was done to which portal, by whom, when. */
export function ActivityEntries({
  label,
  entries,
  when,
  withPortal = true,
}: {
  label: string;
  entries: readonly ActivityView[];
  when: 'relative' | 'time'; // the time of day suits lists that stand under the name of a day
  withPortal?: boolean;
}) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.sequence} className={styles.entry}>
          <span className={styles.words}>
            <span>
              {actionWord(entry.action)}
              {withPortal && entry.portalName && (
                <>
                  {': '}
                  {entry.portalId && entry.action !== 'portal.removed' ? (
                    <Anchor to="/portals/$portalId" params={{ portalId: entry.portalId }}>
                      {entry.portalName}
                    </Anchor>
                  ) : (
                    entry.portalName
                  )}
                </>
              )}
            </span>
            <span className={styles.quiet}>{[entry.summary, entry.actor].filter(Boolean).join(' · ')}</span>
          </span>
          <span className={styles.quiet}>
            <Moment value={entry.at} form={when} />
          </span>
        </li>
      ))}
    </ul>
  );
}
