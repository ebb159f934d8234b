import { Button, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import type { PortalView } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { Anchor } from '../../components/anchor';
import { Card, Fact, Facts } from '../../components/card';
import { Confirm } from '../../components/confirm';
import { Copyable } from '../../components/copy';
import { useTell } from '../../components/feedback';
import { EditIcon, FolderIcon, RemoveIcon, RestoreIcon, RetireIcon } from '../../components/icons';
import { KeyBadge } from '../../components/key-badge';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Loaded } from '../../components/states';
import { UpdateKey, wantsUpdate } from '../../components/update-key';
import { Term, useWord } from '../../components/words';
import { grouped } from '../../lib/text';
import { originMeaning, originWord } from '../../lib/words';
import { portalQuery, usePortalMutation } from './api';
import { EditDialog } from './edit-dialog';
import { Owners } from './owners';
import { UnreadNotice } from './unread-notice';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(26rem, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingVerticalL,
  },
  column: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The first tab of a portal: what it is, what it connects with, who owns it, what may be done to it. */
export function OverviewPage() {
  const { portalId } = useParams({ strict: false });
  const query = useQuery(portalQuery(portalId ?? ''));
  return (
    <Loaded query={query} what="the portal">
      {(portal) => <Overview portal={portal} />}
    </Loaded>
  );
}

function Overview({ portal }: { portal: PortalView }) {
  const styles = useStyles();
  const word = useWord();
  const [editing, setEditing] = useState(false);
  const { application } = portal;
  return (
    <>
      <UnreadNotice portal={portal} />
      {!portal.mayManage && portal.manageReason && (
        <Notice intent="info" title="You may look at this portal, but not manage it.">
          {portal.manageReason} Only an owner of the application may. The acting user is chosen in the{' '}
          <Anchor to="/settings">settings</Anchor>.
        </Notice>
      )}
      <div className={styles.grid}>
        <div className={styles.column}>
          <Card
            title={word('portal')}
            actions={
              <Button
                size="small"
                icon={<EditIcon />}
                disabled={!portal.mayManage}
                onClick={() => {
                  setEditing(true);
                }}
              >
                Edit
              </Button>
            }
          >
            <Facts>
              <Fact name="Name">{portal.name}</Fact>
              <Fact name="URL">
                {portal.url ? <Copyable text={portal.url} what="URL" prose /> : 'Not known'}
              </Fact>
              <Fact name={<Term id="environment" />}>{portal.organization || 'Not known'}</Fact>
              <Fact name={`${word('environment')} URL`}>
                {portal.organizationUrl ? (
                  <Copyable text={portal.organizationUrl} what={`${word('environment')} URL`} prose />
                ) : (
                  'Not known'
                )}
              </Fact>
              <Fact name="Tenant id">
                {portal.tenantId ? <Copyable text={portal.tenantId} what="tenant id" /> : 'Not known'}
              </Fact>
              <Fact name="Portal id">
                <Copyable text={portal.id} what="portal id" />
              </Fact>
              {portal.websiteId && (
                <Fact name="Website id">
                  <Copyable text={portal.websiteId} what="website id" />
                </Fact>
              )}
              <Fact name="Origin">
                {originWord(portal.origin)}
                <div className={styles.quiet}>{originMeaning(portal.origin)}</div>
              </Fact>
              <Fact name="Added">
                <Moment value={portal.createdAt} />
              </Fact>
              <Fact name="Last changed">
                <Moment value={portal.changedAt} />
              </Fact>
            </Facts>
          </Card>
          <Service portal={portal} />
        </div>
        <div className={styles.column}>
          <KeyCard portal={portal} />
          <SiteCard portal={portal} />
          <Card title={word('application')}>
            {application ? (
              <>
                <Facts>
                  <Fact name="Display name">{application.displayName}</Fact>
                  <Fact name="Application id">
                    <Copyable text={application.id} what="application id" />
                  </Fact>
                  <Fact name="Object id">
                    <Copyable text={application.objectId} what="object id" />
                  </Fact>
                  <Fact name="App ID URI">
                    <Copyable text={application.uri} what="App ID URI" />
                  </Fact>
                </Facts>
                <Owners portal={portal} owners={application.owners} />
              </>
            ) : (
              <span>The application is not known. Importing a certificate makes its key known.</span>
            )}
          </Card>
        </div>
      </div>
      {editing && (
        <EditDialog
          portal={portal}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}

function KeyCard({ portal }: { portal: PortalView }) {
  const styles = useStyles();
  const word = useWord();
  const { key } = portal;
  return (
    <Card
      title={word('authenticationKey')}
      actions={
        <Anchor to="/portals/$portalId/key" params={{ portalId: portal.id }}>
          Manage key
        </Anchor>
      }
    >
      <Facts>
        <Fact name="State">
          <KeyBadge state={key.state} />
        </Fact>
        {key.expires && (
          <>
            <Fact name="Expires">
              <Moment value={key.expires} />
            </Fact>
            <Fact name="Thumbprint">
              <Copyable text={key.thumbprint} shown={grouped(key.thumbprint)} what="thumbprint" />
            </Fact>
          </>
        )}
      </Facts>
      {portal.state === 'active' && portal.origin !== 'imported' && (
        <div className={styles.actions}>
          <UpdateKey portalId={portal.id} appearance={wantsUpdate(key.state) ? 'primary' : 'secondary'} />
        </div>
      )}
    </Card>
  );
}

function SiteCard({ portal }: { portal: PortalView }) {
  const styles = useStyles();
  const { importSite } = useActions();
  return (
    <Card title="Site content">
      <span>
        {portal.hasSite
          ? 'An exported site was imported; its roles and permissions are on the tabs above.'
          : 'No exported site was imported yet. Import one to see its roles, permissions and settings.'}
      </span>
      <div className={styles.actions}>
        {portal.hasSite && (
          <Anchor to="/portals/$portalId/reading" params={{ portalId: portal.id }}>
            What was read
          </Anchor>
        )}
        <Button
          icon={<FolderIcon />}
          onClick={() => {
            importSite({ portalId: portal.id });
          }}
        >
          {portal.hasSite ? 'Import again…' : 'Import site…'}
        </Button>
      </div>
    </Card>
  );
}

/** Takes a portal out of service, brings it back, or removes it for good. */
function Service({ portal }: { portal: PortalView }) {
  const styles = useStyles();
  const tell = useTell();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [asking, setAsking] = useState<'retire' | 'remove' | null>(null);
  const retire = usePortalMutation(() => backend.Portals.Retire(portal.id, portal.version));
  const restore = usePortalMutation(() => backend.Portals.Restore(portal.id, portal.version));
  const remove = useMutation({ mutationFn: () => backend.Portals.Remove(portal.id, portal.version) });
  const close = () => {
    setAsking(null);
    retire.reset();
    remove.reset();
  };
  const retired = portal.state === 'retired';
  return (
    <Card title="Service">
      <span>
        {retired
          ? 'This portal is retired: its history is kept, its key is no longer watched.'
          : 'The portal is in service and its key is watched.'}
      </span>
      <div className={styles.actions}>
        {retired ? (
          <>
            <Button
              icon={<RestoreIcon />}
              disabled={!portal.mayManage}
              disabledFocusable={restore.isPending}
              onClick={() => {
                restore.mutate(undefined, {
                  onSuccess: () => {
                    tell(`${portal.name} is in service again`);
                  },
                  onError: (error) => {
                    tell(error.message, { failed: true });
                  },
                });
              }}
            >
              Restore
            </Button>
            <Button
              icon={<RemoveIcon />}
              disabled={!portal.mayManage}
              onClick={() => {
                setAsking('remove');
              }}
            >
              Remove…
            </Button>
          </>
        ) : (
          <Tooltip
            relationship="description"
            content="Keeps the portal’s history, but no longer watches its key"
          >
            <Button
              icon={<RetireIcon />}
              disabled={!portal.mayManage}
              onClick={() => {
                setAsking('retire');
              }}
            >
              Retire…
            </Button>
          </Tooltip>
        )}
      </div>
      {asking === 'retire' && (
        <Confirm
          title={`Retire ${portal.name}?`}
          verb="Retire"
          busy={retire.isPending}
          error={retire.error}
          onClose={close}
          onConfirm={() => {
            retire.mutate(undefined, {
              onSuccess: () => {
                close();
                tell(`${portal.name} was retired`);
              },
            });
          }}
        >
          <p>
            Its key is no longer watched, and lists leave it out unless they are asked for retired portals.
          </p>
          <p>Nothing is deleted, and the portal can be restored at any time.</p>
        </Confirm>
      )}
      {asking === 'remove' && (
        <Confirm
          title={`Remove ${portal.name} for good?`}
          verb="Remove for good"
          busy={remove.isPending}
          error={remove.error}
          onClose={close}
          onConfirm={() => {
            remove.mutate(undefined, {
              onSuccess: () => {
                close();
                tell(`${portal.name} was removed`);
                void navigate({ to: '/portals' }).then(() => {
                  client.removeQueries({ queryKey: keys.portal(portal.id) });
                  void client.invalidateQueries({ queryKey: keys.portals, exact: true });
                });
              },
            });
          }}
        >
          <p>
            The portal, its application record, its keys and its imported sites leave Gatehouse. This cannot
            be undone. The activity log keeps its entries.
          </p>
        </Confirm>
      )}
    </Card>
  );
}
