import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { backend } from '../../bridge/backend';
import type { DeliveryView } from '../../bridge/types';
import { Card } from '../../components/card';
import { RetryIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { ErrorNotice, Notice } from '../../components/notice';
import { number } from '../../lib/text';
import { useReminderMutation } from './api';
import { channelWord, deliveryWord, messagesWord, messageWord } from './words';

const useStyles = makeStyles({
  lost: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
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

const shownTitles = 3;

/**
 * Messages that did not arrive, with why and a way to send them again. Those that failed alike are one notice: what is
 * wrong is one thing, and it must not hide the page.
 */
export function Undelivered({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const retry = useReminderMutation(async (ids: string[]) => {
    for (const id of ids) await backend.Reminders.Retry(id);
  });
  return (
    <>
      {retry.error && <ErrorNotice error={retry.error} />}
      {alike(deliveries).map((group) => (
        <Lost
          key={group[0].id}
          group={group}
          busy={retry.isPending}
          onRetry={() => {
            retry.mutate(group.map(({ id }) => id));
          }}
        />
      ))}
    </>
  );
}

type Group = [DeliveryView, ...DeliveryView[]];

/** Deliveries of one channel to one person that failed for one reason, in their order. */
function alike(deliveries: readonly DeliveryView[]): Group[] {
  const groups = new Map<string, Group>();
  for (const d of deliveries) {
    const key = [d.channel, d.address, d.state === 'given-up', d.problem, d.hint].join('\n');
    const known = groups.get(key);
    if (known) known.push(d);
    else groups.set(key, [d]);
  }
  return [...groups.values()];
}

function Lost({ group, busy, onRetry }: { group: Group; busy: boolean; onRetry: () => void }) {
  const styles = useStyles();
  const [first] = group;
  const next = group
    .map(({ nextAttempt }) => nextAttempt)
    .filter(Boolean)
    .sort()[0];
  const left = group.length - shownTitles;
  return (
    <Notice
      intent={first.state === 'given-up' ? 'error' : 'warning'}
      title={
        group.length === 1
          ? `${messageWord(first.channel, first.address)} did not arrive: ${first.title}`
          : `${messagesWord(group.length, first.channel, first.address)} did not arrive.`
      }
      actions={
        <Button size="small" icon={<RetryIcon />} disabledFocusable={busy} onClick={onRetry}>
          {group.length === 1 ? 'Send again' : 'Send all again'}
        </Button>
      }
    >
      {first.problem} {first.hint}
      {next !== undefined && (
        <>
          {' '}
          {group.length === 1 ? 'It is' : 'They are'} tried again <Moment value={next} form="relative" />.
        </>
      )}
      {group.length > 1 && (
        <ul className={styles.lost}>
          {group.slice(0, shownTitles).map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
          {left > 0 && <li>{`${number(left)} more`}</li>}
        </ul>
      )}
    </Notice>
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
