import { Text, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { AccessAnswer, HeldRole } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { InfoIcon, MissingIcon, SoonIcon } from '../../components/icons';
import { kindWord } from '../../lib/words';
import { useNames } from '../../components/words';
import { Said } from './marks';
import { howWord } from './words';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXS,
    minWidth: 0,
  },
  list: { display: 'contents', listStyleType: 'none', margin: 0, padding: 0 },
  item: { display: 'inline-flex', minWidth: 0 },
  role: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    maxWidth: '24rem',
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  missing: { flexShrink: 0, color: tokens.colorStatusWarningForeground1 },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  out: { textDecorationLine: 'line-through' },
  notes: { display: 'grid', gap: tokens.spacingVerticalXXS, listStyleType: 'none', margin: 0, padding: 0 },
  note: { display: 'flex', alignItems: 'baseline', gap: tokens.spacingHorizontalXS },
  sign: { flexShrink: 0, alignSelf: 'center', color: tokens.colorNeutralForeground3 },
  warning: { color: tokens.colorStatusWarningForeground1 },
});

/** What a held role counts for, where that is not everything. */
function countsFor(role: HeldRole): string {
  if (role.onPages && role.onTables) return '';
  if (role.onTables) return ', for tables only';
  return role.onPages ? ', for pages only' : ', counts for nothing';
}

/** Which roles a visitor holds, and how. */
export function Holding({ portalId, answer }: { portalId: string; answer: AccessAnswer }) {
  const styles = useStyles();
  return (
    <div className={styles.line}>
      <Text size={200} className={styles.quiet}>
        {answer.held.length === 0 ? 'Holds no web role' : 'Holds'}
      </Text>
      {answer.held.length > 0 && (
        <ul className={styles.list} aria-label="Roles held">
          {answer.held.map((role) => (
            <li key={role.id} className={styles.item}>
              <Held portalId={portalId} role={role} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Held({ portalId, role }: { portalId: string; role: HeldRole }) {
  const styles = useStyles();
  const missing = role.how === 'not-in-the-export';
  const counts = role.onPages || role.onTables || missing;
  return (
    <Tooltip relationship="description" content={`${howWord(role.how)}${missing ? '' : countsFor(role)}`}>
      <span className={styles.role}>
        {missing && <MissingIcon aria-hidden className={styles.missing} />}
        <span className={mergeClasses(styles.cut, !counts && styles.out)}>
          {missing ? (
            `Role not in the export (${role.id})`
          ) : (
            <Anchor to="/portals/$portalId/web-roles" params={{ portalId }} search={{ record: role.id }}>
              {role.name || 'Role without a name'}
            </Anchor>
          )}
        </span>
        <span className={styles.quiet}>
          {howWord(role.how)}
          <Said>{missing ? '' : countsFor(role)}</Said>
        </span>
      </span>
    </Tooltip>
  );
}

/** What has to be known about a visitor's answers: notes, and what the export lost. */
export function Notes({ answer, incomplete }: { answer: AccessAnswer; incomplete: readonly string[] }) {
  const styles = useStyles();
  const names = useNames();
  const warnings = [
    !answer.canCome && 'Nobody can come as this visitor: the contact is inactive and cannot sign in.',
    incomplete.length > 0 &&
      `The export lost some ${incomplete.map((kind) => kindWord(kind, names).toLowerCase()).join(', ')}: what they could change cannot be told.`,
  ].filter((text) => typeof text === 'string');
  if (warnings.length + answer.notes.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label="Notes on this visitor">
      {warnings.map((text) => (
        <li key={text} className={styles.note}>
          <SoonIcon aria-hidden className={mergeClasses(styles.sign, styles.warning)} />
          <Text size={200}>{text}</Text>
        </li>
      ))}
      {answer.notes.map((text) => (
        <li key={text} className={styles.note}>
          <InfoIcon aria-hidden className={styles.sign} />
          <Text size={200}>{text}</Text>
        </li>
      ))}
    </ul>
  );
}
