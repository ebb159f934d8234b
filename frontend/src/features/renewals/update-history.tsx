import { Badge, Button, makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useId, useState } from 'react';
import type { AttemptView, OtherKeyView, RenewalView } from '../../bridge/types';
import { Card } from '../../components/card';
import { Copyable } from '../../components/copy';
import { CollapsedIcon, ExpandedIcon } from '../../components/icons';
import { Moment, StackedMoment } from '../../components/moment';
import { ErrorNotice } from '../../components/notice';
import { Loaded } from '../../components/states';
import { count, grouped } from '../../lib/text';
import { moment } from '../../lib/time';
import { currentAttempt, otherKeysQuery, renewalsQuery } from './api';
import { OutcomeBadge } from './outcome-badge';
import { Stages } from './stages';

const atOnce = 10;

const useStyles = makeStyles({
  region: { overflowX: 'auto', marginInline: `calc(-1 * ${tokens.spacingHorizontalS})` },
  table: { width: '100%', minWidth: '52rem', borderCollapse: 'collapse', textAlign: 'start' },
  cell: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    textAlign: 'start',
    verticalAlign: 'top',
  },
  head: { fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  fold: { width: '2rem', paddingInline: 0 },
  mono: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'nowrap',
  },
  who: { overflowWrap: 'anywhere' },
  attempts: { display: 'grid', gap: tokens.spacingVerticalL, listStyleType: 'none', margin: 0, padding: 0 },
  attempt: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    paddingInlineStart: tokens.spacingHorizontalM,
    borderInlineStartWidth: tokens.strokeWidthThick,
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  title: { fontWeight: tokens.fontWeightSemibold },
  problem: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  more: { display: 'flex' },
});

/** What happened to a key: an update, or another key that came without one. */
type Entry = { at: string } & ({ op: RenewalView } | { other: OtherKeyView });

/** Both kinds together, newest first. */
const entriesOf = (ops: readonly RenewalView[], others: readonly OtherKeyView[]): Entry[] =>
  [...ops.map((op) => ({ at: op.openedAt, op })), ...others.map((other) => ({ at: other.at, other }))].sort(
    (a, b) => moment(b.at) - moment(a.at),
  );

/** Every update of a portal's key, with the keys before and after it, and the keys that came without an update. */
export function UpdateHistory({ portalId }: { portalId: string }) {
  const styles = useStyles();
  const query = useQuery(renewalsQuery(portalId));
  const others = useQuery(otherKeysQuery(portalId));
  const [shown, setShown] = useState(atOnce);
  return (
    <Card title="History of updates">
      {others.error && <ErrorNotice error={others.error} />}
      <Loaded query={query} what="the history of updates" lines={3}>
        {(ops) => {
          const all = entriesOf(ops, others.data ?? []);
          return all.length === 0 ? (
            <span className={styles.quiet}>The key of this portal was never updated with Gatehouse.</span>
          ) : (
            <>
              <Table entries={all.slice(0, shown)} />
              {all.length > shown && (
                <div className={styles.more}>
                  <Button
                    onClick={() => {
                      setShown(shown + atOnce);
                    }}
                  >
                    {`Show more of ${count(all.length, 'entry', 'entries')}`}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Table({ entries }: { entries: readonly Entry[] }) {
  const styles = useStyles();
  const head = mergeClasses(styles.cell, styles.head);
  return (
    <div className={styles.region} tabIndex={0} role="region" aria-label="History of updates, scrollable">
      <table className={styles.table} aria-label="Updates of the key">
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(head, styles.fold)} aria-label="Attempts, folded" />
            <th scope="col" className={head}>
              Began
            </th>
            <th scope="col" className={head}>
              Ended
            </th>
            <th scope="col" className={head}>
              Who
            </th>
            <th scope="col" className={head}>
              Attempts
            </th>
            <th scope="col" className={head}>
              Old → new thumbprint
            </th>
            <th scope="col" className={head}>
              Outcome
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) =>
            'op' in entry ? (
              <Row key={entry.op.id} op={entry.op} />
            ) : (
              <OtherRow key={entry.other.keyId} other={entry.other} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ op }: { op: RenewalView }) {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  const attempt = currentAttempt(op);
  return (
    <Fragment>
      <tr>
        <td className={mergeClasses(styles.cell, styles.fold)}>
          <Button
            appearance="subtle"
            size="small"
            icon={open ? <ExpandedIcon /> : <CollapsedIcon />}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label="Attempts of this update"
            onClick={() => {
              setOpen(!open);
            }}
          />
        </td>
        <td className={styles.cell}>
          <StackedMoment value={op.openedAt} />
        </td>
        <td className={styles.cell}>{attempt?.endedAt ? <StackedMoment value={attempt.endedAt} /> : '–'}</td>
        <td className={mergeClasses(styles.cell, styles.who)}>{op.openedBy}</td>
        <td className={styles.cell}>{op.attempts.length}</td>
        <td className={styles.cell}>
          <Thumbprint value={attempt?.oldThumbprint ?? ''} none="no key" /> →{' '}
          <Thumbprint value={attempt?.newThumbprint ?? ''} none="none yet" />
        </td>
        <td className={styles.cell}>
          <OutcomeBadge op={op} />
        </td>
      </tr>
      {open && (
        <tr id={id}>
          <td />
          <td colSpan={6} className={styles.cell}>
            <ol className={styles.attempts} aria-label="Attempts">
              {op.attempts.map((one, i) => (
                <Attempt key={i} attempt={one} number={i + 1} active={op.active && one === attempt} />
              ))}
            </ol>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** A key that came without an update: there is a moment, but no attempts. */
function OtherRow({ other }: { other: OtherKeyView }) {
  const styles = useStyles();
  return (
    <tr>
      <td className={mergeClasses(styles.cell, styles.fold)} />
      <td className={styles.cell}>
        <StackedMoment value={other.at} />
      </td>
      <td className={styles.cell}>–</td>
      <td className={mergeClasses(styles.cell, styles.who)}>{other.by || '–'}</td>
      <td className={styles.cell}>–</td>
      <td className={styles.cell}>
        <Thumbprint value={other.oldThumbprint} none="beside others" /> →{' '}
        <Thumbprint value={other.newThumbprint} none="" />
      </td>
      <td className={styles.cell}>
        <Badge appearance="tint" color="informative">
          {other.by ? 'Imported' : 'Noticed'}
        </Badge>
      </td>
    </tr>
  );
}

/** The first eight characters of a thumbprint, all of it in the tooltip. */
function Thumbprint({ value, none }: { value: string; none: string }) {
  const styles = useStyles();
  if (value === '') return <span className={styles.quiet}>{none}</span>;
  return (
    <Tooltip relationship="description" content={grouped(value)}>
      <span className={styles.mono}>{`${value.slice(0, 8)}…`}</span>
    </Tooltip>
  );
}

function Attempt({ attempt, number, active }: { attempt: AttemptView; number: number; active: boolean }) {
  const styles = useStyles();
  return (
    <li className={styles.attempt}>
      <div>
        <span className={styles.title}>{`Attempt ${String(number)}`}</span>
        <span className={styles.quiet}>
          {` by ${attempt.by} · `}
          <Moment value={attempt.beganAt} form="exact" />
          {attempt.endedAt !== '' && (
            <>
              {' to '}
              <Moment value={attempt.endedAt} form="exact" />
            </>
          )}
        </span>
      </div>
      {attempt.problem && (
        <div>
          <div className={styles.problem}>{attempt.problem}</div>
          {attempt.offer && <div>{attempt.offer}</div>}
          {attempt.reference && <div className={styles.quiet}>Reference {attempt.reference}</div>}
        </div>
      )}
      <Stages attempt={attempt} active={active} />
      {attempt.oldThumbprint && (
        <div>
          Old thumbprint{' '}
          <Copyable
            text={attempt.oldThumbprint}
            shown={grouped(attempt.oldThumbprint)}
            what="old thumbprint"
          />
        </div>
      )}
      {attempt.newThumbprint && (
        <div>
          New thumbprint{' '}
          <Copyable
            text={attempt.newThumbprint}
            shown={grouped(attempt.newThumbprint)}
            what="new thumbprint"
          />
        </div>
      )}
    </li>
  );
}
