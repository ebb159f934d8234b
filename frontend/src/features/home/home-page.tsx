import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keyStoreQuery, portalsQuery, remindersQuery } from '../../bridge/queries';
import type { PortalRow, RemindersView } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { FolderIcon } from '../../components/icons';
import { KeyBanner } from '../../components/key-banner';
import { Notice } from '../../components/notice';
import { Page } from '../../components/page';
import { Loaded } from '../../components/states';
import { count } from '../../lib/text';
import { FirstStart } from './first-start';
import { KeyTiles } from './key-tiles';
import { NextKeys } from './next-keys';
import { Recent } from './recent';
import { Timeline } from './timeline';

const useStyles = makeStyles({
  side: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 },
  grid: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    alignItems: 'start',
    gap: tokens.spacingVerticalL,
    '@media (max-width: 68rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

/** The first page: what needs attention, how all keys stand, what falls due next, what happened. */
export function HomePage({ notices, beside }: { notices?: ReactNode; beside?: ReactNode }) {
  const query = useQuery(portalsQuery);
  if (query.data?.length === 0) return <FirstStart warning={<KeyStoreWarning />} />;
  return <Overview portals={query} notices={notices} beside={beside} />;
}

function KeyStoreWarning() {
  const { data } = useQuery(keyStoreQuery);
  if (!data?.warning) return null;
  return (
    <Notice
      intent="warning"
      title={
        data.kind === 'failed' ? 'Private keys cannot be kept.' : 'Private keys are kept in a sealed file.'
      }
    >
      {data.warning}
    </Notice>
  );
}

function summary(portals: readonly PortalRow[]): string {
  const active = portals.filter((p) => p.state === 'active');
  const organizations = new Set(active.map((p) => p.organization).filter(Boolean));
  return `${count(active.length, 'portal')} in service${organizations.size > 0 ? `, in ${count(organizations.size, 'environment')}` : ''}.`;
}

/** The portals whose keys the messages at the top are about. Until reminders can be asked it is all but muted ones. */
function unacknowledged(portals: readonly PortalRow[], reminders: RemindersView | undefined) {
  if (reminders?.trouble !== '') return portals.filter(({ muted }) => muted === '');
  const shown = new Set(reminders.banner?.portals);
  return portals.filter(({ id }) => shown.has(id));
}

function Overview({
  portals,
  notices,
  beside,
}: {
  portals: ReturnType<typeof useQuery<PortalRow[]>>;
  notices: ReactNode;
  beside: ReactNode;
}) {
  const styles = useStyles();
  const { importSite } = useActions();
  const reminders = useQuery(remindersQuery).data;
  return (
    <Page
      title="Home"
      lead={portals.data ? <Text>{summary(portals.data)}</Text> : undefined}
      actions={
        <Button
          icon={<FolderIcon />}
          onClick={() => {
            importSite();
          }}
        >
          Open a site folder
        </Button>
      }
    >
      <Loaded query={portals} what="portals" lines={8}>
        {(rows) => (
          <>
            <KeyBanner portals={unacknowledged(rows, reminders)} />
            {notices}
            <KeyStoreWarning />
            <KeyTiles portals={rows} />
            <Timeline portals={rows} />
            <div className={styles.grid}>
              <NextKeys portals={rows} />
              <div className={styles.side}>
                {beside}
                <Recent />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}
