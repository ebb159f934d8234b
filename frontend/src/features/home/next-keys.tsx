import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { activeRenewalsQuery } from '../../bridge/queries';
import type { PortalRow } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { Card } from '../../components/card';
import { HealthyIcon } from '../../components/icons';
import { KeyBadge } from '../../components/key-badge';
import { Moment } from '../../components/moment';
import { MutedMark } from '../../components/muted';
import { Empty } from '../../components/states';
import { UpdateKey, wantsUpdate } from '../../components/update-key';
import { moment } from '../../lib/time';

const most = 8;

// There the card shares the page's width with others, and the state stands below the name.
const besideOthers = '@media (min-width: 68rem) and (max-width: 96rem)';

const useStyles = makeStyles({
  list: { display: 'grid', listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 7.5rem minmax(0, 11.5rem) 7.5rem',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTopStyle: 'none' },
    [besideOthers]: { gridTemplateColumns: 'minmax(0, 1fr) max-content 7.5rem', rowGap: 0 },
    '@media (max-width: 40rem)': { gridTemplateColumns: 'minmax(0, 1fr) max-content' },
  },
  state: { [besideOthers]: { gridColumn: 1, gridRow: 2 } },
  names: { display: 'grid', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  update: {
    display: 'grid',
    justifyItems: 'end',
    [besideOthers]: { gridRow: '1 / span 2' },
    '@media (max-width: 40rem)': { display: 'none' },
  },
  when: {
    display: 'grid',
    justifyItems: 'end',
    textAlign: 'end',
    [besideOthers]: { gridRow: '1 / span 2' },
    '@media (max-width: 40rem)': { display: 'none' },
  },
});

/** The keys that expire next; the ones that have expired already come first. */
export function NextKeys({ portals }: { portals: readonly PortalRow[] }) {
  const styles = useStyles();
  const updating = new Set(useQuery(activeRenewalsQuery).data?.map(({ portalId }) => portalId));
  const next = portals
    .filter((p) => p.state === 'active' && p.key.expires !== '')
    .sort((a, b) => moment(a.key.expires) - moment(b.key.expires))
    .slice(0, most);
  return (
    <Card
      title="Next keys to expire"
      actions={
        <Anchor to="/portals" search={{ sort: 'expires' }}>
          All portals
        </Anchor>
      }
    >
      {next.length === 0 ? (
        <Empty icon={<HealthyIcon />} title="No key is watched yet">
          Create a local portal, or import the certificate of one that is hosted elsewhere.
        </Empty>
      ) : (
        <ul className={styles.list}>
          {next.map((portal) => (
            <li key={portal.id} className={styles.row}>
              <span className={styles.names}>
                <Anchor to="/portals/$portalId/key" params={{ portalId: portal.id }}>
                  {portal.name}
                </Anchor>
                <span className={styles.quiet}>{portal.organization}</span>
                {portal.muted !== '' && <MutedMark reason={portal.muted} />}
              </span>
              <span className={styles.state}>
                <KeyBadge state={portal.key.state} />
              </span>
              <span className={styles.when}>
                <Moment value={portal.key.expires} form="relative" />
                <span className={styles.quiet}>
                  <Moment value={portal.key.expires} form="exact" />
                </span>
              </span>
              <span className={styles.update}>
                {updating.has(portal.id) ? (
                  <Badge appearance="tint" color="brand">
                    Updating
                  </Badge>
                ) : (
                  wantsUpdate(portal.key.state) && (
                    <UpdateKey portalId={portal.id} of={portal.name} size="small" />
                  )
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
