import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { PortalRow } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { KeyIconOf } from '../../components/key-badge';
import { keyState, keyStateLabel, keyStateMeaning, keyStates } from '../../lib/key-state';
import { number } from '../../lib/text';

const useStyles = makeStyles({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(9.25rem, 1fr))',
    gap: tokens.spacingHorizontalM,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  six: { '@media (min-width: 50rem) and (max-width: 76rem)': { gridTemplateColumns: 'repeat(3, 1fr)' } }, // not four and two
  item: { display: 'grid' },
  tile: {
    display: 'grid',
    alignContent: 'start',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': {
      color: tokens.colorNeutralForeground1,
      backgroundColor: tokens.colorNeutralBackground3,
      textDecorationLine: 'none',
      borderTopColor: tokens.colorNeutralStroke1,
      borderRightColor: tokens.colorNeutralStroke1,
      borderBottomColor: tokens.colorNeutralStroke1,
      borderLeftColor: tokens.colorNeutralStroke1,
    },
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalSNudge },
  number: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  zero: { color: tokens.colorNeutralForeground3 },
  meaning: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** How many portals have a key in each state; a tile leads to exactly these portals. */
export function KeyTiles({ portals }: { portals: readonly PortalRow[] }) {
  const styles = useStyles();
  const counts = new Map(keyStates.map((state) => [state, 0]));
  for (const portal of portals) {
    if (portal.state !== 'active') continue;
    const state = keyState(portal.key.state);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  // The rarest states appear only when there is something to say about them.
  const rare = ['not-yet-valid', 'unknown'];
  const shown = keyStates.filter((state) => !rare.includes(state) || (counts.get(state) ?? 0) > 0);
  return (
    <ul
      className={mergeClasses(styles.tiles, shown.length === 6 && styles.six)}
      aria-label="Portals by key state"
    >
      {shown.map((state) => {
        const n = counts.get(state) ?? 0;
        return (
          <li key={state} className={styles.item}>
            <Anchor to="/portals" search={{ key: state }} className={styles.tile}>
              <span className={styles.head}>
                <KeyIconOf state={state} />
                {keyStateLabel(state)}
              </span>
              <span className={mergeClasses(styles.number, n === 0 && styles.zero)}>{number(n)}</span>
              <span className={styles.meaning}>{keyStateMeaning(state)}</span>
            </Anchor>
          </li>
        );
      })}
    </ul>
  );
}
