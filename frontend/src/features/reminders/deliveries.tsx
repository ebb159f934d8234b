import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { backend } from '../../bridge/backend';
import type { DeliveryView } from '../../bridge/types';
import { Card } from '../../components/card';
import { RetryIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { ErrorNotice, Notice } from '../../components/notice';
import { useReminderMutation } from './api';
import { channelWord, deliveryWord, messageWord } from './words';

const useStyles = makeStyles({
  list: { display: 'grid', listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTopStyle: 'none' },
  },
  names: { display: 'grid', minWidth: 0 },
  outcome: { display: 'grid', justifyItems: 'end' },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

/** Messages that did not arrive, with why and a way to send them again. */
export function Undelivered({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const retry = useReminderMutation((id: string) => backend.Reminders.Retry(id));
  return (
    <>
      {retry.error && <ErrorNotice error={retry.error} />}
      {deliveries.map((d) => (
        <Notice
          key={d.id}
          intent={d.state === 'given-up' ? 'error' : 'warning'}
          title={`${messageWord(d.channel, d.address)} did not arrive: ${d.title}`}
          actions={
            <Button
              size="small"
              icon={<RetryIcon />}
              disabledFocusable={retry.isPending}
              onClick={() => {
                retry.mutate(d.id);
              }}
            >
              Send again
            </Button>
          }
        >
          {d.problem} {d.hint}
          {d.nextAttempt !== '' && (
            <>
              {' '}
              It is tried again <Moment value={d.nextAttempt} form="relative" />.
            </>
          )}
        </Notice>
      ))}
    </>
  );
}

/** What was sent last, over which channel, to whom, and what became of it. */
export function LastDeliveries({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const styles = useStyles();
  if (deliveries.length === 0) return null;
  return (
    <Card title="Last deliveries">
      <ul className={styles.list}>
        {deliveries.map((d) => (
          <li key={d.id} className={styles.row}>
            <span className={styles.names}>
              {d.title}
              <span className={styles.quiet}>
                {channelWord(d.channel)}
                {d.address && ` to ${d.address}`}
              </span>
            </span>
            <span className={styles.outcome}>
              {deliveryWord(d.state)}
              <span className={styles.quiet}>
                <Moment value={d.changedAt} form="relative" />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
