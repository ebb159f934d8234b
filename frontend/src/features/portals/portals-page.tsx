import {
  Badge,
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { pendingRenewalsQuery, portalsQuery } from '../../bridge/queries';
import type { PortalRow } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { BareAnchor } from '../../components/anchor';
import type { Column } from '../../components/column';
import { AddIcon, CertificateIcon, FolderIcon, KeyIcon, PortalsIcon } from '../../components/icons';
import { KeyBadge } from '../../components/key-badge';
import { StackedMoment } from '../../components/moment';
import { MutedMark } from '../../components/muted';
import { Page } from '../../components/page';
import { RecordList } from '../../components/record-list';
import { Empty, Loaded } from '../../components/states';
import { useOpenerClass } from '../../components/table-row';
import { UpdateKey, wantsUpdate } from '../../components/update-key';
import { useWord } from '../../components/words';
import { keyState, keyStateLabel, keyStates, urgency } from '../../lib/key-state';
import { count } from '../../lib/text';
import { local, moment } from '../../lib/time';
import { originWord, retryWords } from '../../lib/words';
import { unread } from './api';
import { ExportPortals } from './export-portals';
import { type PortalsPlace, portalsPlace } from './place';

const useStyles = makeStyles({
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  filter: { minWidth: '9rem' },
  above: { position: 'relative' }, // the name's hit area is the whole row
});

function Name({ portal, updating }: { portal: PortalRow; updating: boolean }) {
  const styles = useStyles();
  const opener = useOpenerClass();
  const name = (
    <span className={styles.name}>
      <BareAnchor to="/portals/$portalId" params={{ portalId: portal.id }} className={opener}>
        {portal.name}
      </BareAnchor>
      {updating && (
        <Badge appearance="tint" color="brand">
          Updating
        </Badge>
      )}
      {unread(portal) && (
        <Badge appearance="outline" color="warning" title={`${portal.certificate.path} could not be read`}>
          Not read
        </Badge>
      )}
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
    </span>
  );
  if (portal.muted === '') return name;
  return (
    <>
      {name}
      <MutedMark reason={portal.muted} />
    </>
  );
}

/** The portals whose keys are being updated, and those whose last update has failed. */
interface Updates {
  updating: ReadonlySet<string>;
  failed: ReadonlySet<string>;
}

/** What the list offers about a portal's key: an update where it is due, another try where the last one failed. */
const offer = ({ id, state, key }: PortalRow, { updating, failed }: Updates) => {
  if (state !== 'active' || updating.has(id)) return '';
  if (failed.has(id)) return retryWords;
  return wantsUpdate(key.state) ? 'Update key' : '';
};

function Update({ portal }: { portal: PortalRow }) {
  const styles = useStyles();
  return (
    <span className={styles.above}>
      <UpdateKey portalId={portal.id} of={portal.name} size="small" />
    </span>
  );
}

/** A key's expiry as a number to sort by; portals without a key come last. */
const expiryOrder = (portal: PortalRow) => {
  const at = moment(portal.key.expires);
  return Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
};

/** All portals, to be filtered and sorted. */
export function PortalsPage() {
  const query = useQuery(portalsQuery);
  return (
    <Page
      fill
      title="Portals"
      lead="Every portal you answer for, and how its key stands."
      actions={<NewPortal />}
    >
      <Loaded query={query} what="portals" lines={8}>
        {(portals) => <PortalList portals={portals} />}
      </Loaded>
    </Page>
  );
}

const alsoMatch = (p: PortalRow) => `${p.url} ${p.id} ${p.key.thumbprint} ${p.muted && `muted: ${p.muted}`}`;

function PortalList({ portals }: { portals: PortalRow[] }) {
  const styles = useStyles();
  const word = useWord();
  const navigate = useNavigate();
  const { importSite, createPortal } = useActions();
  const place: PortalsPlace = useSearch({ strict: false });
  const show = place.show ?? 'active';
  const go = (change: PortalsPlace) =>
    navigate({ to: '/portals', search: (old) => portalsPlace({ ...old, ...change }), replace: true });

  const rows = useMemo(
    () =>
      portals.filter(
        (p) =>
          (show === 'all' || p.state === show) &&
          (place.key === undefined || keyState(p.key.state) === place.key) &&
          (place.origin === undefined || p.origin === place.origin),
      ),
    [portals, show, place.key, place.origin],
  );
  const pending = useQuery(pendingRenewalsQuery).data;
  const updates = useMemo((): Updates => {
    const of = (wanted: 'active' | 'mayRetry') =>
      new Set(pending?.filter((op) => op[wanted]).map(({ portalId }) => portalId));
    return { updating: of('active'), failed: of('mayRetry') };
  }, [pending]);
  const columns = useMemo(
    (): Column<PortalRow>[] => [
      {
        id: 'name',
        title: 'Name',
        text: (p) => p.name,
        cell: (p) => <Name portal={p} updating={updates.updating.has(p.id)} />,
        hint: (p) => (p.muted === '' ? p.name : `${p.name} · Muted: ${p.muted}`),
        width: [14.5, 1.75],
      },
      {
        id: 'environment',
        title: word('environment'),
        text: (p) => p.organization,
        width: [8, 1],
        wideOnly: true,
      },
      { id: 'origin', title: 'Origin', text: (p) => originWord(p.origin), width: [6.5, 0.1], wideOnly: true },
      {
        id: 'key',
        title: 'Key',
        text: (p) => keyStateLabel(keyState(p.key.state)),
        order: (p) => urgency(p.key.state),
        cell: (p) => <KeyBadge state={p.key.state} />,
        width: [8.5, 0.1],
      },
      {
        id: 'expires',
        title: 'Key expires',
        text: (p) => local(p.key.expires) || '–',
        order: expiryOrder,
        cell: (p) => (p.key.expires === '' ? '–' : <StackedMoment value={p.key.expires} />),
        width: [14.75, 0.1],
      },
      {
        id: 'site',
        title: 'Site',
        text: (p) => (p.hasSite ? 'Imported' : '–'),
        width: [6.5, 0.1],
        wideOnly: true,
      },
      {
        id: 'update',
        title: 'Update',
        unsorted: true,
        text: (p) => offer(p, updates),
        cell: (p) => offer(p, updates) !== '' && <Update portal={p} />,
        width: [8.5, 0.1],
      },
    ],
    [word, updates],
  );

  return (
    <RecordList
      label="Portals"
      rows={rows}
      columns={columns}
      rowId={(p) => p.id}
      firstSort="expires"
      alsoMatch={alsoMatch}
      dimmed={(p) => p.state === 'retired'}
      filtered={portals.length > 0}
      clearFilters={() => void go({ key: undefined, origin: undefined, show: undefined })}
      tools={(shown) => <ExportPortals shown={shown} />}
      filters={
        <>
          <Select
            className={styles.filter}
            aria-label="Key state"
            value={place.key ?? ''}
            onChange={(_, { value }) => void go({ key: value })}
          >
            <option value="">All key states</option>
            {keyStates.map((state) => (
              <option key={state} value={state}>
                {keyStateLabel(state)}
              </option>
            ))}
          </Select>
          <Select
            className={styles.filter}
            aria-label="Origin"
            value={place.origin ?? ''}
            onChange={(_, { value }) => void go({ origin: value })}
          >
            <option value="">All origins</option>
            {['local', 'imported', 'watched'].map((origin) => (
              <option key={origin} value={origin}>
                {originWord(origin)}
              </option>
            ))}
          </Select>
          <Select
            className={styles.filter}
            aria-label="Service"
            value={show}
            onChange={(_, { value }) => void go({ show: value })}
          >
            <option value="active">In service</option>
            <option value="retired">{`Retired (${count(portals.filter((p) => p.state === 'retired').length, 'portal')})`}</option>
            <option value="all">In service and retired</option>
          </Select>
        </>
      }
      empty={
        <Empty
          icon={<PortalsIcon />}
          title="No portals yet"
          actions={
            <>
              <Button appearance="primary" onClick={createPortal}>
                Create a local portal
              </Button>
              <Button
                onClick={() => {
                  importSite();
                }}
              >
                Open a site folder
              </Button>
            </>
          }
        >
          Create a local portal, watch one that is hosted elsewhere, or open the folder of an exported site.
        </Empty>
      }
    />
  );
}

function NewPortal() {
  const { createPortal, watchPortal, importSite } = useActions();
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="primary" icon={<AddIcon />}>
          New portal
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<KeyIcon />} onClick={createPortal}>
            Create a local portal
          </MenuItem>
          <MenuItem
            icon={<CertificateIcon />}
            onClick={() => {
              watchPortal();
            }}
          >
            Watch a portal hosted elsewhere
          </MenuItem>
          <MenuItem
            icon={<FolderIcon />}
            onClick={() => {
              importSite();
            }}
          >
            Open a site folder
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
