import { useParams } from '@tanstack/react-router';
import { KeyPage } from '../features/portals/key-page';
import { PortalReminders } from '../features/reminders/portal-reminders';
import { ConnectionNotice } from '../features/renewals/connection-notice';
import { UpdateCard } from '../features/renewals/update-card';
import { UpdateHistory } from '../features/renewals/update-history';

/** A portal's key with the updates of it: two features on one page, which only the app may bring together. */
export function KeyRoute() {
  const { portalId = '' } = useParams({ strict: false });
  return (
    <KeyPage
      update={
        <>
          <ConnectionNotice portalId={portalId} />
          <UpdateCard portalId={portalId} />
        </>
      }
      history={
        <>
          <PortalReminders portalId={portalId} />
          <UpdateHistory portalId={portalId} />
        </>
      }
    />
  );
}
