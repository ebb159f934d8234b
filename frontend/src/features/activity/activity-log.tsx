import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ActivityView } from '../../bridge/types';
import { ActivityEntries } from '../../components/activity-entries';
import { Card } from '../../components/card';
import { useNow } from '../../components/clock';
import { ActivityIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { Empty, Loading } from '../../components/states';
import { number } from '../../lib/text';
import { dayHeading } from '../../lib/time';
import { activityQuery } from './api';

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '60rem' },
  more: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The log of one portal or of all, grouped by day; earlier entries come on demand. */
export function ActivityLog({ portalId }: { portalId: string }) {
  const styles = useStyles();
  const now = useNow();
  const query = useInfiniteQuery(activityQuery(portalId));
  if (!query.data) {
    if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
    return <Loading what="the activity log" lines={8} />;
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return (
      <Empty icon={<ActivityIcon />} title="Nothing has happened yet">
        Every change is written down here: who did what to which portal, and when.
      </Empty>
    );
  }
  return (
    <div className={styles.all}>
      {days(entries, now).map(([day, those]) => (
        <Card key={day} title={day}>
          <ActivityEntries label={day} entries={those} when="time" withPortal={portalId === ''} />
        </Card>
      ))}
      {query.error && <ErrorNotice error={query.error} retry={() => void query.fetchNextPage()} />}
      <div className={styles.more}>
        {query.hasNextPage && (
          <Button disabledFocusable={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Loading' : 'Show earlier'}
          </Button>
        )}
        <Text size={200} role="status" className={styles.quiet}>
          {query.hasNextPage
            ? `${number(entries.length)} entries shown`
            : `All ${number(entries.length)} entries shown`}
        </Text>
      </div>
    </div>
  );
}

/** Entries under the names of their days, in the order they came. */
function days(entries: readonly ActivityView[], now: number): [day: string, entries: ActivityView[]][] {
  const groups = new Map<string, ActivityView[]>();
  for (const entry of entries) {
    const day = dayHeading(entry.at, now);
    const group = groups.get(day);
    if (group) group.push(entry);
    else groups.set(day, [entry]);
  }
  return [...groups];
}
