import { useQuery } from '@tanstack/react-query';
import { remindersQuery } from '../../bridge/queries';
import { LastDeliveries, Undelivered } from './deliveries';
import { NextNotices } from './next-notices';

/** What the home page says of reminders: what comes next, and what went out. */
export function RemindersAtAGlance() {
  const { data } = useQuery(remindersQuery);
  if (!data) return null;
  return (
    <>
      <NextNotices next={data.next.slice(0, 5)} />
      <LastDeliveries deliveries={data.deliveries.slice(0, 5)} />
    </>
  );
}

/** What did not arrive, where a person sees it first. */
export function UndeliveredNotices() {
  const { data } = useQuery(remindersQuery);
  return data ? <Undelivered deliveries={data.undelivered} /> : null;
}
