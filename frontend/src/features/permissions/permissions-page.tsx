import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { historyQuery } from '../../bridge/queries';
import type { SnapshotRow } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { FolderIcon } from '../../components/icons';
import { Empty, Loaded } from '../../components/states';
import { subjectsQuery } from './api';
import { Permissions } from './permissions';

/** What any visitor of the portal may do, and why: effective permissions of the newest snapshot. */
export function PermissionsPage() {
  const { portalId = '' } = useParams({ strict: false });
  const query = useQuery(historyQuery(portalId));
  return (
    <Loaded query={query} what="the snapshot" lines={8}>
      {([newest]) =>
        newest ? <Newest portalId={portalId} snapshot={newest} /> : <NoSnapshot portalId={portalId} />
      }
    </Loaded>
  );
}

function Newest({ portalId, snapshot }: { portalId: string; snapshot: SnapshotRow }) {
  const query = useQuery(subjectsQuery(portalId, snapshot.id));
  return (
    <Loaded query={query} what="the permissions" lines={8}>
      {(subjects) => <Permissions portalId={portalId} snapshot={snapshot} subjects={subjects} />}
    </Loaded>
  );
}

function NoSnapshot({ portalId }: { portalId: string }) {
  const { importSite } = useActions();
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
      Import an exported site to see what every visitor may read and change, and why.
    </Empty>
  );
}
