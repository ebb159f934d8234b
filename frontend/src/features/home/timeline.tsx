import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { PortalRow } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { Card } from '../../components/card';
import { useNow } from '../../components/clock';
import { KeyBadge, KeyIconOf } from '../../components/key-badge';
import { Moment } from '../../components/moment';
import { keyStateLabel } from '../../lib/key-state';
import { count, number } from '../../lib/text';
import { moment, relative } from '../../lib/time';
import { bands, marks, placeOf, type Stack, stacksOf } from './scale';

const mostDrawn = 5; // keys of a stack; the others are a number
const mostListed = 50; // rows of the table

const useStyles = makeStyles({
  chart: { margin: 0, display: 'grid', gap: tokens.spacingVerticalXXS, overflowX: 'auto' },
  sheet: { position: 'relative', height: '9.5rem', minWidth: '36rem' },
  band: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    boxSizing: 'border-box',
    paddingInline: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalXS,
    borderLeft: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    ':first-child': { borderLeftStyle: 'none' },
  },
  expired: { backgroundColor: tokens.colorStatusDangerBackground1 },
  critical: { backgroundColor: tokens.colorStatusDangerBackground1 },
  soon: { backgroundColor: tokens.colorStatusWarningBackground1 },
  due: { backgroundColor: tokens.colorStatusWarningBackground1 },
  healthy: { backgroundColor: tokens.colorStatusSuccessBackground1 },
  line: {
    position: 'absolute',
    top: '1.75rem',
    bottom: 0,
    borderLeft: `${tokens.strokeWidthThin} dashed ${tokens.colorNeutralStroke1}`,
  },
  stack: {
    position: 'absolute',
    bottom: tokens.spacingVerticalXS,
    display: 'flex',
    flexDirection: 'column-reverse',
    alignItems: 'center',
    transform: 'translateX(-50%)',
  },
  key: {
    display: 'inline-flex',
    padding: '1px',
    borderRadius: tokens.borderRadiusCircular,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  more: { fontSize: tokens.fontSizeBase100, lineHeight: tokens.lineHeightBase100 },
  scale: {
    position: 'relative',
    height: '1.25rem',
    minWidth: '36rem',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  label: { position: 'absolute', transform: 'translateX(-50%)', whiteSpace: 'nowrap' },
  lead: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  table: { borderCollapse: 'collapse', width: '100%' },
  head: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightSemibold,
    padding: tokens.spacingVerticalXS,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
  },
  cell: {
    padding: tokens.spacingVerticalXS,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  scroll: { maxHeight: '22rem', overflow: 'auto' },
});

/** When every key ends, beside the days on which its reminders go out. */
export function Timeline({ portals }: { portals: readonly PortalRow[] }) {
  const styles = useStyles();
  const now = useNow();
  const [asTable, setAsTable] = useState(false);
  const stacks = stacksOf(portals, now);
  const keys = stacks.reduce((sum, stack) => sum + stack.portals.length, 0);
  if (keys === 0) return null;
  return (
    <Card
      title="When keys expire"
      actions={
        <Button
          size="small"
          appearance="subtle"
          onClick={() => {
            setAsTable(!asTable);
          }}
        >
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      }
    >
      {asTable ? <KeyTable stacks={stacks} keys={keys} /> : <Chart stacks={stacks} now={now} />}
      <p className={styles.lead}>
        {count(keys, 'key')} by the time left. The dashed lines are days on which reminders go out; in the
        last week there is one each day, and on the last day four.
      </p>
    </Card>
  );
}

function Chart({ stacks, now }: { stacks: Stack[]; now: number }) {
  const styles = useStyles();
  return (
    <div className={styles.chart} role="group" aria-label="Keys by the time left">
      <div className={styles.sheet}>
        {bands.map((band) => {
          const left = placeOf(band.from);
          return (
            <div
              key={band.state}
              className={mergeClasses(styles.band, styles[band.state as keyof typeof styles])}
              style={{ left: `${String(left)}%`, width: `${String(band.share)}%` }}
              aria-hidden
            >
              {keyStateLabel(band.state)}
            </div>
          );
        })}
        {marks.map(({ left }) => (
          <div key={left} className={styles.line} style={{ left: `${String(placeOf(left))}%` }} aria-hidden />
        ))}
        {stacks.map((stack) => (
          <div key={stack.place} className={styles.stack} style={{ left: `${String(stack.place)}%` }}>
            {stack.portals.slice(0, mostDrawn).map((portal) => (
              <KeyMark key={portal.id} portal={portal} now={now} />
            ))}
            {stack.portals.length > mostDrawn && (
              <Anchor
                to="/portals"
                search={{ key: stack.portals[0]?.key.state, sort: 'expires' }}
                className={styles.more}
              >
                +{number(stack.portals.length - mostDrawn)}
              </Anchor>
            )}
          </div>
        ))}
      </div>
      <div className={styles.scale} aria-hidden>
        {marks.map(({ left, label }) => (
          <span key={left} className={styles.label} style={{ left: `${String(placeOf(left))}%` }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

function KeyMark({ portal, now }: { portal: PortalRow; now: number }) {
  const styles = useStyles();
  const over = moment(portal.key.expires) <= now;
  const words = `${portal.name}: ${over ? 'expired' : 'expires'} ${relative(portal.key.expires, now)}`;
  return (
    <Anchor
      to="/portals/$portalId/key"
      params={{ portalId: portal.id }}
      className={styles.key}
      aria-label={words}
      title={words}
    >
      <KeyIconOf state={portal.key.state} />
    </Anchor>
  );
}

function KeyTable({ stacks, keys }: { stacks: Stack[]; keys: number }) {
  const styles = useStyles();
  const rows = stacks
    .flatMap(({ portals }) => portals)
    .sort((a, b) => moment(a.key.expires) - moment(b.key.expires))
    .slice(0, mostListed);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="When keys expire, scrollable">
      <table className={styles.table}>
        <caption className={styles.lead}>
          {keys > rows.length
            ? `The ${number(rows.length)} keys that end first, of ${number(keys)}.`
            : 'All keys.'}
        </caption>
        <thead>
          <tr>
            {['Portal', 'Key', 'Time left', 'Expires'].map((title) => (
              <th key={title} scope="col" className={styles.head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((portal) => (
            <tr key={portal.id}>
              <td className={styles.cell}>
                <Anchor to="/portals/$portalId/key" params={{ portalId: portal.id }}>
                  {portal.name}
                </Anchor>
              </td>
              <td className={styles.cell}>
                <KeyBadge state={portal.key.state} />
              </td>
              <td className={styles.cell}>
                <Moment value={portal.key.expires} form="relative" />
              </td>
              <td className={styles.cell}>
                <Moment value={portal.key.expires} form="exact" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
