import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import {
  AllIcon,
  InheritedIcon,
  InheritedNoIcon,
  InheritedYesIcon,
  NarrowerIcon,
  NoIcon,
  NothingIcon,
  OtherRowsIcon,
  RulesIcon,
  SomeIcon,
  UnknownIcon,
  WiderIcon,
  YesIcon,
} from '../../components/icons';
import type { Difference } from './differences';
import type { Reach, Source, Verdict } from './letters';
import { differenceWord, reachWord, verdictWord } from './words';

const useStyles = makeStyles({
  mark: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    width: '100%',
    whiteSpace: 'nowrap',
  },
  stacked: { flexDirection: 'column', alignItems: 'flex-start', gap: 0 },
  first: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, flexShrink: 0 },
  icon: { flexShrink: 0, fontSize: tokens.fontSizeBase400 },
  yes: { color: tokens.colorStatusSuccessForeground1 },
  no: { color: tokens.colorNeutralForeground3 },
  unknown: { color: tokens.colorStatusWarningForeground1 },
  some: { color: tokens.colorBrandForeground1 },
  word: { fontWeight: tokens.fontWeightSemibold },
  refused: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
  source: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    minWidth: 0,
    maxWidth: '100%',
    overflow: 'hidden',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  own: { color: tokens.colorNeutralForeground1 },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis' },
  arrow: { flexShrink: 0, fontSize: tokens.fontSizeBase300 },
  rules: {
    display: 'inline-flex',
    flexShrink: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
  },
  hidden: { position: 'absolute', clipPath: 'inset(50%)', overflow: 'hidden', whiteSpace: 'nowrap' },
  difference: {
    display: 'inline-flex',
    alignItems: 'center',
    flexShrink: 0,
    gap: tokens.spacingHorizontalXXS,
    paddingInline: tokens.spacingHorizontalXS,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground1,
  },
});

/** What only a screen reader is told. */
export function Said({ children }: { children: ReactNode }) {
  return <span className={useStyles().hidden}>{children}</span>;
}

const verdictSigns = {
  allow: { own: YesIcon, inherited: InheritedYesIcon, look: 'yes' },
  deny: { own: NoIcon, inherited: InheritedNoIcon, look: 'no' },
  unknown: { own: UnknownIcon, inherited: UnknownIcon, look: 'unknown' },
} as const;

/**
 * A verdict as sign and word, with what decided. A sign that is filled comes from a permission of the page's own; one
 * that is only outlined, with an arrow, is inherited or comes from no permission.
 */
export function VerdictMark({
  verdict,
  source,
  because,
  rulesDiffer = false,
  stacked = false,
  children,
}: {
  verdict: Verdict;
  source?: Source;
  because?: string;
  rulesDiffer?: boolean;
  stacked?: boolean; // what decided stands below
  children?: ReactNode;
}) {
  const styles = useStyles();
  const { own, inherited, look } = verdictSigns[verdict];
  const isOwn = source?.own ?? true;
  const isInherited =
    source !== undefined && !source.own && (source.by === 'grant' || source.by === 'restrict');
  const Icon = isOwn ? own : inherited;
  return (
    <span className={mergeClasses(styles.mark, stacked && styles.stacked)}>
      <span className={styles.first}>
        <Icon aria-hidden className={mergeClasses(styles.icon, styles[look])} />
        <span className={mergeClasses(styles.word, verdict === 'deny' && styles.refused)}>
          {verdictWord(verdict)}
        </span>{' '}
        {children}
        {rulesDiffer && <RulesDiffer />}
      </span>{' '}
      {because && (
        <span className={mergeClasses(styles.source, source?.own && styles.own)} title={because}>
          {isInherited && <InheritedIcon aria-hidden className={styles.arrow} />}
          <span className={styles.cut}>
            {isInherited && <Said>inherited </Said>}
            {because}
          </span>
        </span>
      )}
    </span>
  );
}

const reachSigns = {
  all: { Icon: AllIcon, look: 'yes' },
  some: { Icon: SomeIcon, look: 'some' },
  empty: { Icon: NothingIcon, look: 'no' },
  none: { Icon: NoneSign, look: 'no' },
  unknown: { Icon: UnknownIcon, look: 'unknown' },
} as const;

/** Nothing to see where there is no right; the word stands beside it. */
function NoneSign() {
  return null;
}

/** How far a privilege reaches, as sign and word, with the access types that give it. */
export function ReachMark({
  reach,
  types = '',
  rulesDiffer = false,
  stacked = false,
  children,
}: {
  reach: Reach;
  types?: string;
  rulesDiffer?: boolean;
  stacked?: boolean; // the access types stand below
  children?: ReactNode;
}) {
  const styles = useStyles();
  const { Icon, look } = reachSigns[reach];
  return (
    <span className={mergeClasses(styles.mark, stacked && styles.stacked)}>
      <span className={styles.first}>
        <Icon aria-hidden className={mergeClasses(styles.icon, styles[look])} />
        <span className={mergeClasses(styles.word, reach === 'none' && styles.refused)}>
          {reachWord(reach)}
        </span>{' '}
        {children}
        {rulesDiffer && <RulesDiffer />}
      </span>{' '}
      {types && (
        <span className={styles.source} title={types}>
          <span className={styles.cut}>{types}</span>
        </span>
      )}
    </span>
  );
}

/** Says that the other profile answers differently. */
function RulesDiffer() {
  const styles = useStyles();
  return (
    <span className={styles.rules} title="The other rules answer differently">
      <RulesIcon aria-hidden />
      <Said> – the other rules answer differently</Said>
    </span>
  );
}

const differenceSigns = {
  wider: WiderIcon,
  narrower: NarrowerIcon,
  other: OtherRowsIcon,
  unclear: UnknownIcon,
};

/** How an answer differs from the pinned visitor's, as sign and word; nothing where it does not. */
export function DifferenceMark({ kind }: { kind: Difference }) {
  const styles = useStyles();
  if (kind === 'same') return null;
  const Icon = differenceSigns[kind];
  return (
    <span className={styles.difference}>
      <Icon aria-hidden />
      <span>{differenceWord(kind)}</span>
    </span>
  );
}
