import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { latestQuery } from '../../bridge/queries';
import type { PortalRow, SiteView } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { Card, Fact, Facts } from '../../components/card';
import { Moment } from '../../components/moment';
import { Problems } from '../../components/problems';
import { Loaded } from '../../components/states';
import { Term } from '../../components/words';
import { count, names } from '../../lib/text';

const most = 5;

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** One portal's open points: errors and warnings of its newest reading, and which roles everybody holds. */
export function PortalReading({ portal }: { portal: PortalRow }) {
  const query = useQuery(latestQuery(portal.id));
  return (
    <Card
      title={portal.name}
      actions={
        <Anchor to="/portals/$portalId/reading" params={{ portalId: portal.id }}>
          What was read <Hidden>of {portal.name}</Hidden>
        </Anchor>
      }
    >
      <Loaded query={query} what={`the reading of ${portal.name}`} lines={3}>
        {(site) => <Points portal={portal} site={site} />}
      </Loaded>
    </Card>
  );
}

const useHidden = makeStyles({
  hidden: { position: 'absolute', clipPath: 'inset(50%)', overflow: 'hidden', whiteSpace: 'nowrap' },
});

function Hidden({ children }: { children: React.ReactNode }) {
  return <span className={useHidden().hidden}>{children}</span>;
}

function Points({ portal, site }: { portal: PortalRow; site: SiteView }) {
  const styles = useStyles();
  const open = site.problems.filter((p) => p.severity === 'error' || p.severity === 'warning');
  const everybody = site.webRoles.filter((role) => role.active && role.anonymous);
  return (
    <>
      <Text size={200} className={styles.quiet}>
        {site.websiteName} · read <Moment value={site.snapshot.takenAt} />
      </Text>
      <Facts>
        <Fact name="Reading">
          {`${count(site.snapshot.errors, 'error')}, ${count(site.snapshot.warnings, 'warning')}, ${count(site.snapshot.notes, 'note')}`}
        </Fact>
        <Fact name={<Term id="anonymous" />}>
          {everybody.length === 0 ? (
            'No active role has the flag'
          ) : (
            <>
              {count(everybody.length, 'active role')} with the flag:{' '}
              <Anchor to="/portals/$portalId/web-roles" params={{ portalId: portal.id }}>
                {names(everybody.map((role) => role.name || 'without a name'))}
              </Anchor>
            </>
          )}
        </Fact>
      </Facts>
      {open.length > 0 ? (
        <Problems label={`Errors and warnings of ${portal.name}`} problems={open.slice(0, most)} />
      ) : (
        <Text>No errors or warnings.</Text>
      )}
      {open.length > most && (
        <Text
          className={styles.quiet}
        >{`${count(open.length - most, 'further problem')} under “What was read”.`}</Text>
      )}
    </>
  );
}
