import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { portalsQuery } from '../../bridge/queries';
import type { PortalRow } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { FolderIcon, ReviewIcon } from '../../components/icons';
import { Page } from '../../components/page';
import { Empty, Loaded } from '../../components/states';
import { count, number } from '../../lib/text';
import { PortalReading } from './portal-reading';

const atOnce = 12;

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '60rem' },
  more: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What the last reading of each site left open, over all portals in service. */
export function ReviewPage() {
  const query = useQuery(portalsQuery);
  return (
    <Page
      title="Review"
      lead="What the newest reading of each site left open: files that could not be read, doubtful records, and roles that everybody holds."
    >
      <Loaded query={query} what="portals">
        {(portals) => <Readings portals={portals.filter((p) => p.hasSite && p.state === 'active')} />}
      </Loaded>
    </Page>
  );
}

function Readings({ portals }: { portals: readonly PortalRow[] }) {
  const styles = useStyles();
  const { importSite } = useActions();
  const [shown, setShown] = useState(atOnce);
  if (portals.length === 0) {
    return (
      <Empty
        icon={<ReviewIcon />}
        title="No site was imported yet"
        actions={
          <Button
            appearance="primary"
            icon={<FolderIcon />}
            onClick={() => {
              importSite();
            }}
          >
            Open a site folder
          </Button>
        }
      >
        Import an exported site, and what its reading left open is listed here.
      </Empty>
    );
  }
  const seen = portals.slice(0, shown);
  return (
    <div className={styles.all}>
      {seen.map((portal) => (
        <PortalReading key={portal.id} portal={portal} />
      ))}
      <div className={styles.more}>
        {seen.length < portals.length && (
          <Button
            onClick={() => {
              setShown(shown + atOnce);
            }}
          >
            Show more
          </Button>
        )}
        <Text size={200} role="status" className={styles.quiet}>
          {`${number(seen.length)} of ${count(portals.length, 'site')} shown`}
        </Text>
      </div>
    </div>
  );
}
