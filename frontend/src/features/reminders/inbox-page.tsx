import {
  Badge,
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import { remindersQuery } from '../../bridge/queries';
import type { InboxEntryView, RemindersView } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { Card } from '../../components/card';
import { InboxIcon, PauseIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { ErrorNotice, Notice } from '../../components/notice';
import { Page } from '../../components/page';
import { Empty, Loaded } from '../../components/states';
import { number } from '../../lib/text';
import { inboxQuery, useReminderMutation } from './api';
import { LastDeliveries, Undelivered } from './deliveries';
import { NextNotices } from './next-notices';
import { severityWord } from './words';

const page = 50; // entries that are shown at first, and more of them at a time

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    alignItems: 'start',
    gap: tokens.spacingVerticalL,
    '@media (max-width: 68rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 },
  list: { display: 'grid', listStyleType: 'none', margin: 0, padding: 0 },
  entry: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalM,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTopStyle: 'none' },
  },
  words: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0, whiteSpace: 'pre-line' },
  title: { overflowWrap: 'anywhere' },
  unread: { fontWeight: tokens.fontWeightSemibold },
  marks: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What the program had to say: notices, what comes next, and whether everything arrived. */
export function InboxPage() {
  const overview = useQuery(remindersQuery);
  return (
    <Page
      title="Inbox"
      lead="Everything Gatehouse had to say about your keys, and what it says next."
      actions={
        <>
          {overview.data && <Pause view={overview.data} />}
          <Anchor to="/inbox/settings">Reminder settings</Anchor>
        </>
      }
    >
      <Loaded query={overview} what="reminders" lines={6}>
        {(view) => <Content view={view} />}
      </Loaded>
    </Page>
  );
}

function Content({ view }: { view: RemindersView }) {
  const styles = useStyles();
  return (
    <>
      {view.trouble !== '' && (
        <Notice intent="error" title="Reminders do not go out.">
          {view.trouble}
        </Notice>
      )}
      <Undelivered deliveries={view.undelivered} />
      <div className={styles.grid}>
        <Entries />
        <div className={styles.side}>
          <NextNotices next={view.next} />
          <LastDeliveries deliveries={view.deliveries.slice(0, 8)} />
        </div>
      </div>
    </>
  );
}

function Entries() {
  const styles = useStyles();
  const [limit, setLimit] = useState(page);
  const query = useQuery(inboxQuery(limit));
  const read = useReminderMutation((ids: string[]) => backend.Reminders.MarkRead(ids));
  const unread = query.data?.unread ?? 0;
  return (
    <Card
      title={unread > 0 ? `Notices, ${number(unread)} unread` : 'Notices'}
      actions={
        <Button
          size="small"
          disabledFocusable={unread === 0 || read.isPending}
          onClick={() => {
            read.mutate([]);
          }}
        >
          Mark all as read
        </Button>
      }
    >
      {read.error && <ErrorNotice error={read.error} />}
      <Loaded query={query} what="the inbox" lines={5}>
        {({ entries, total }) =>
          entries.length === 0 ? (
            <Empty icon={<InboxIcon />} title="Nothing was said yet">
              Reminders of keys that end, and what became of updates, are kept here.
            </Empty>
          ) : (
            <>
              <ul className={styles.list}>
                {entries.map((entry) => (
                  <Entry
                    key={entry.id}
                    entry={entry}
                    onRead={() => {
                      read.mutate([entry.id]);
                    }}
                  />
                ))}
              </ul>
              {total > entries.length && (
                <Button
                  onClick={() => {
                    setLimit(limit + page);
                  }}
                >
                  Show older ones
                </Button>
              )}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

const colours: Record<string, 'danger' | 'warning' | 'informative'> = {
  critical: 'danger',
  high: 'danger',
  warning: 'warning',
};

function Entry({ entry, onRead }: { entry: InboxEntryView; onRead: () => void }) {
  const styles = useStyles();
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <span className={mergeClasses(styles.title, !entry.read && styles.unread)}>{entry.title}</span>
        <span className={styles.quiet}>{entry.body}</span>
        <span className={styles.marks}>
          <Badge appearance="tint" color={colours[entry.severity] ?? 'informative'}>
            {severityWord(entry.severity)}
          </Badge>
          <Anchor to="/portals/$portalId/key" params={{ portalId: entry.portalId }}>
            {entry.portalName}
          </Anchor>
          <span className={styles.quiet}>
            <Moment value={entry.raisedAt} form="relative" />
          </span>
        </span>
      </div>
      {!entry.read && (
        <div>
          <Button
            size="small"
            appearance="subtle"
            aria-label={`Mark as read: ${entry.title}`}
            onClick={onRead}
          >
            Mark as read
          </Button>
        </div>
      )}
    </li>
  );
}

const hour = 3_600_000;

/** Holds all but critical reminders back for a while; no hours end that. */
function Pause({ view }: { view: RemindersView }) {
  const pause = useReminderMutation((hours: number) =>
    backend.Reminders.Pause(hours === 0 ? '' : new Date(Date.now() + hours * hour).toISOString()),
  );
  if (view.pausedUntil !== '') {
    return (
      <Button
        icon={<PauseIcon />}
        onClick={() => {
          pause.mutate(0);
        }}
      >
        Resume reminders
      </Button>
    );
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<PauseIcon />}>Pause</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {[
            { hours: 1, words: 'For an hour' },
            { hours: 8, words: 'For eight hours' },
            { hours: 24, words: 'For a day' },
            { hours: 168, words: 'For a week' },
          ].map(({ hours, words }) => (
            <MenuItem
              key={hours}
              onClick={() => {
                pause.mutate(hours);
              }}
            >
              {words}; critical ones still come
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
