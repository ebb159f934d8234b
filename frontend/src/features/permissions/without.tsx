import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { AccessQuestion, DifferenceView, RecordRef } from '../../bridge/types';
import { NarrowerIcon, WiderIcon } from '../../components/icons';
import { Loaded } from '../../components/states';
import { count, names, number } from '../../lib/text';
import { privilegeWord } from '../../lib/words';
import { withoutQuery } from './api';
import { answerWord, columnRightWord, rightWord } from './words';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalXS, listStyleType: 'none', margin: 0, padding: 0 },
  box: { display: 'grid', gap: tokens.spacingVerticalXS, paddingBlock: tokens.spacingVerticalS },
  item: { display: 'flex', alignItems: 'baseline', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  sign: { flexShrink: 0, alignSelf: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const shownAtMost = 50;

/** What one answer is about, in words. */
function subject({ kind, label, right, id }: DifferenceView): string {
  if (kind === 'column') return `${columnRightWord(right)} ${label}`;
  if (kind === 'websiteRight') return rightWord(id);
  if (kind === 'table') return `${privilegeWord(right)} ${label}`;
  return `${right === 'change' ? 'Change' : 'Read'} ${label}`;
}

/** What would change for the visitor if a record were deleted. */
export function Without({
  portalId,
  question,
  record,
}: {
  portalId: string;
  question: AccessQuestion;
  record: RecordRef;
}) {
  const styles = useStyles();
  const query = useQuery(withoutQuery(portalId, question, { kind: record.kind, id: record.id }));
  return (
    <Loaded query={query} what="what would change" lines={2}>
      {({ removed, differences }) => {
        const children = removed.slice(1).map((child) => child.name || child.id);
        if (differences.length === 0) {
          return <Text size={200}>Nothing would change for this visitor.</Text>;
        }
        const lost = differences.filter((d) => !d.wider).length;
        return (
          <div className={styles.box}>
            <Text size={200} weight="semibold">
              {[
                lost > 0 && `${count(lost, 'right')} lost`,
                differences.length > lost && `${count(differences.length - lost, 'right')} gained`,
              ]
                .filter(Boolean)
                .join(', ')}
            </Text>
            {children.length > 0 && (
              <Text size={200} className={styles.quiet}>
                {`Its child permissions would go with it: ${names(children)}.`}
              </Text>
            )}
            <ul className={styles.list} aria-label={`What would change without ${record.name}`}>
              {differences.slice(0, shownAtMost).map((d) => {
                const Icon = d.wider ? WiderIcon : NarrowerIcon;
                return (
                  <li key={`${d.kind} ${d.id} ${d.column} ${d.right}`} className={styles.item}>
                    <Icon aria-hidden className={styles.sign} />
                    <span>
                      {d.wider ? 'Gained' : 'Lost'}: {subject(d)}{' '}
                      <span className={styles.quiet}>
                        ({answerWord(d.before)} → {answerWord(d.after)})
                      </span>
                    </span>
                  </li>
                );
              })}
            </ul>
            {differences.length > shownAtMost && (
              <Text size={200} className={styles.quiet}>
                {`${number(differences.length - shownAtMost)} more`}
              </Text>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
