import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ProblemView } from '../bridge/types';
import { place } from '../lib/text';
import { CriticalIcon, InfoIcon, SoonIcon } from './icons';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, listStyleType: 'none', margin: 0, padding: 0 },
  problem: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
  },
  icon: { fontSize: tokens.fontSizeBase400, marginTop: tokens.spacingVerticalXXS },
  error: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  note: { color: tokens.colorNeutralForeground3 },
  words: { display: 'grid', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const severities = {
  error: { word: 'Error', Icon: CriticalIcon },
  warning: { word: 'Warning', Icon: SoonIcon },
  note: { word: 'Note', Icon: InfoIcon },
};

const known = (severity: string) => (severity === 'error' || severity === 'warning' ? severity : 'note');

/** A severity as sign and word. */
export function SeverityIcon({ severity }: { severity: string }) {
  const styles = useStyles();
  const { Icon } = severities[known(severity)];
  return <Icon aria-hidden className={mergeClasses(styles.icon, styles[known(severity)])} />;
}

/** The word for a severity. */
export const severityWord = (severity: string) => severities[known(severity)].word;

/** Problems one under the other: what, where, what to do. */
export function Problems({ label, problems }: { label: string; problems: readonly ProblemView[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label}>
      {problems.map((problem, i) => (
        <li key={i} className={styles.problem}>
          <SeverityIcon severity={problem.severity} />
          <div className={styles.words}>
            <Text>
              <b>{severityWord(problem.severity)}:</b> {problem.message}
            </Text>
            {problem.hint && <Text>{problem.hint}</Text>}
            {problem.file && (
              <Text size={200} className={styles.quiet}>
                {place(problem.file, problem.line)}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
