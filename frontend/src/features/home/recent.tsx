import { useQuery } from '@tanstack/react-query';
import { recentQuery } from '../../bridge/queries';
import { ActivityEntries } from '../../components/activity-entries';
import { Anchor } from '../../components/anchor';
import { Card } from '../../components/card';
import { Empty, Loaded } from '../../components/states';

const most = 6;

/** The newest entries of the activity log. */
export function Recent() {
  const query = useQuery(recentQuery);
  return (
    <Card title="Recent activity" actions={<Anchor to="/activity">All activity</Anchor>}>
      <Loaded query={query} what="recent activity">
        {(entries) =>
          entries.length === 0 ? (
            <Empty title="Nothing has happened yet" />
          ) : (
            <ActivityEntries label="Recent activity" entries={entries.slice(0, most)} when="relative" />
          )
        }
      </Loaded>
    </Card>
  );
}
