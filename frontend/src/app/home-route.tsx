import { HomePage } from '../features/home/home-page';
import { RemindersAtAGlance, UndeliveredNotices } from '../features/reminders/at-a-glance';

/** The first page, with what another feature says on it: only the app may bring them together. */
export function HomeRoute() {
  return <HomePage notices={<UndeliveredNotices />} beside={<RemindersAtAGlance />} />;
}
