import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { backend } from '../../bridge/backend';
import type { PortalView } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { OpenIcon } from '../../components/icons';
import { KeyBadge } from '../../components/key-badge';
import { MutedMark } from '../../components/muted';
import { Page } from '../../components/page';
import { Loaded } from '../../components/states';
import { useWord } from '../../components/words';
import { originWord } from '../../lib/words';
import { portalQuery } from './api';
import { KeyBanner } from '../../components/key-banner';
import { PortalTabs } from './portal-tabs';

const useStyles = makeStyles({
  crumbs: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  lead: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
  },
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    flex: '1 1 auto',
    minHeight: 0,
    minWidth: 0,
  },
});

const lists = [
  'permissions',
  'web-roles',
  'table-permissions',
  'page-permissions',
  'website-access',
  'site-settings',
  'reading',
  'snapshots',
];

/** One portal: its heading, its tabs, and the tab that the address names. */
export function PortalPage() {
  const { portalId } = useParams({ strict: false });
  const query = useQuery(portalQuery(portalId ?? ''));
  if (query.data === undefined) {
    return (
      <Page title="Portal" before={<Crumbs />}>
        <Loaded query={query} what="the portal" lines={8}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Known key={query.data.id} portal={query.data} />;
}

function Crumbs() {
  const styles = useStyles();
  return (
    <nav aria-label="Breadcrumb" className={styles.crumbs}>
      <Anchor to="/portals">Portals</Anchor>
    </nav>
  );
}

function Known({ portal }: { portal: PortalView }) {
  const styles = useStyles();
  const word = useWord();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const tab = pathname.split('/')[3] ?? '';
  // Tabs are short; the website access tab's page says its whole name.
  const parts = [
    { value: '', label: 'Overview' },
    { value: 'key', label: word('authenticationKey') },
    { value: 'permissions', label: 'Permissions' },
    { value: 'web-roles', label: word('webRole', true) },
    { value: 'table-permissions', label: word('tablePermission', true) },
    { value: 'page-permissions', label: word('pagePermission', true) },
    { value: 'website-access', label: 'Website access' },
    { value: 'site-settings', label: word('siteSetting', true) },
    { value: 'reading', label: 'What was read' },
    { value: 'snapshots', label: 'Snapshots' },
    { value: 'activity', label: 'Activity' },
  ];
  return (
    <Page
      fill={lists.includes(tab)}
      title={portal.name}
      before={<Crumbs />}
      lead={
        <span className={styles.lead}>
          <KeyBadge state={portal.key.state} />
          {portal.organization && <span>{portal.organization}</span>}
          <span>{originWord(portal.origin)}</span>
          {portal.state === 'retired' && (
            <Badge appearance="outline" color="informative">
              Retired
            </Badge>
          )}
          {portal.sample && (
            <Badge appearance="tint" color="informative">
              Sample
            </Badge>
          )}
          {portal.muted !== '' && <MutedMark reason={portal.muted} />}
        </span>
      }
      actions={
        portal.url && (
          <Button icon={<OpenIcon />} onClick={() => void backend.Shell.OpenURL(portal.url)}>
            Open portal
          </Button>
        )
      }
    >
      {tab === '' && portal.state === 'active' && <KeyBanner portals={[portal]} />}
      <PortalTabs
        of={portal.name}
        parts={parts}
        chosen={tab}
        onChoose={(part) =>
          void navigate({
            to: part === '' ? '/portals/$portalId' : `/portals/$portalId/${part}`,
            params: { portalId: portal.id },
            search: {},
          } as never)
        }
      />
      <div
        id="portal-panel"
        role="tabpanel"
        aria-labelledby={`tab-${tab || 'overview'}`}
        className={styles.panel}
      >
        <Outlet />
      </div>
    </Page>
  );
}
