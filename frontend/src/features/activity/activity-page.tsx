import { Field, makeStyles, Select } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { portalsQuery } from '../../bridge/queries';
import { Page } from '../../components/page';
import { ActivityLog } from './activity-log';

/** Which portal's entries are asked for. */
export interface ActivityPlace {
  portal?: string;
}

const useStyles = makeStyles({ filter: { maxWidth: '24rem' } });

/** What was done to all portals, or to the one that the address names. */
export function ActivityPage() {
  const styles = useStyles();
  const navigate = useNavigate();
  const { portal = '' }: ActivityPlace = useSearch({ strict: false });
  const portals = useQuery(portalsQuery).data ?? [];
  return (
    <Page title="Activity" lead="Who did what to which portal, and when. Entries are only ever added.">
      <Field label="Portal" className={styles.filter}>
        <Select
          value={portal}
          onChange={(_, { value }) =>
            void navigate({ to: '/activity', search: value === '' ? {} : { portal: value }, replace: true })
          }
        >
          <option value="">All portals</option>
          {portals.map((p) => (
            <option key={p.id} value={p.id}>
              {p.name}
            </option>
          ))}
        </Select>
      </Field>
      <ActivityLog key={portal} portalId={portal} />
    </Page>
  );
}

/** The last tab of a portal: what was done to it. */
export function PortalActivityPage() {
  const { portalId = '' } = useParams({ strict: false });
  return <ActivityLog key={portalId} portalId={portalId} />;
}
