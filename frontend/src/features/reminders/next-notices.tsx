import { makeStyles, tokens } from '@fluentui/react-components';
import type { NextNoticeView } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { Card } from '../../components/card';
import { Moment } from '../../components/moment';
import { severityWord, thresholdWord } from './words';

const useStyles = makeStyles({
  list: { display: 'grid', listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTopStyle: 'none' },
  },
  names: { display: 'grid', minWidth: 0 },
  when: { display: 'grid', justifyItems: 'end' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The reminders that go out next, one for each portal. */
export function NextNotices({ next }: { next: readonly NextNoticeView[] }) {
  const styles = useStyles();
  return (
    <Card title="Next reminders">
      {next.length === 0 ? (
        <span className={styles.quiet}>None is to come.</span>
      ) : (
        <ul className={styles.list}>
          {next.map((n) => (
            <li key={n.portalId} className={styles.row}>
              <span className={styles.names}>
                <Anchor to="/portals/$portalId/key" params={{ portalId: n.portalId }}>
                  {n.portalName}
                </Anchor>
                <span className={styles.quiet}>
                  {thresholdWord(n.threshold)} · {severityWord(n.severity)}
                </span>
              </span>
              <span className={styles.when}>
                <Moment value={n.at} form="relative" />
                <span className={styles.quiet}>
                  <Moment value={n.at} form="exact" />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
