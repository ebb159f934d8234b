import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { BackendError } from '../../bridge/error';
import { latestQuery } from '../../bridge/queries';
import type { SiteView } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { FolderIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { Empty, Loaded } from '../../components/states';
import { formatWord } from '../../lib/words';

const useStyles = makeStyles({
  source: { color: tokens.colorNeutralForeground3 },
});

/** Shows a portal's newest snapshot, or offers to import one where there is none. */
export function Latest({ what, children }: { what: string; children: (site: SiteView) => ReactNode }) {
  const styles = useStyles();
  const { portalId = '' } = useParams({ strict: false });
  const { importSite } = useActions();
  const query = useQuery(latestQuery(portalId));
  if (query.data === undefined && query.error instanceof BackendError && query.error.code === 'not_found') {
    return (
      <Empty
        icon={<FolderIcon />}
        title="No site was imported for this portal yet"
        actions={
          <Button
            appearance="primary"
            onClick={() => {
              importSite({ portalId });
            }}
          >
            Import site…
          </Button>
        }
      >
        Import the folder of an exported site to see its {what}. The export is only read, never changed.
      </Empty>
    );
  }
  return (
    <Loaded query={query} what={what} lines={8}>
      {(site) => (
        <>
          <Text size={200} className={styles.source}>
            {site.websiteName} · {formatWord(site.snapshot.format)} · read{' '}
            <Moment value={site.snapshot.takenAt} />
            {!site.snapshot.complete && ' · parts could not be read'}
          </Text>
          {children(site)}
        </>
      )}
    </Loaded>
  );
}
