import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import type { AttemptView } from '../../bridge/types';
import { CriticalIcon, HealthyIcon, NothingIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { stageWord } from './words';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalS, listStyleType: 'none', margin: 0, padding: 0 },
  stage: {
    display: 'grid',
    gridTemplateColumns: `${tokens.fontSizeBase500} minmax(0, 1fr) max-content`,
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    maxWidth: '32rem',
  },
  icon: { fontSize: tokens.fontSizeBase500, display: 'block' },
  done: { color: tokens.colorStatusSuccessForeground1 },
  stopped: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  now: { fontWeight: tokens.fontWeightSemibold },
});

/** The stages of an attempt: those that are reached with their time, the one under way, and those to come. */
export function Stages({
  attempt,
  active,
  waiting = false,
}: {
  attempt: AttemptView;
  active: boolean;
  waiting?: boolean; // for a person
}) {
  const styles = useStyles();
  const current = attempt.stages.findIndex(({ at }) => at === '');
  return (
    <ol className={styles.list} aria-label="Stages">
      {attempt.stages.map(({ name, at }, i) => {
        const here = i === current;
        const stopped = here && !active && attempt.problem !== '';
        return (
          <li key={name} className={styles.stage} aria-current={here && active ? 'step' : undefined}>
            {at !== '' ? (
              <HealthyIcon aria-hidden className={mergeClasses(styles.icon, styles.done)} />
            ) : here && active && !waiting ? (
              <Spinner size="extra-tiny" aria-hidden />
            ) : stopped ? (
              <CriticalIcon aria-hidden className={mergeClasses(styles.icon, styles.stopped)} />
            ) : (
              <NothingIcon aria-hidden className={mergeClasses(styles.icon, styles.quiet)} />
            )}
            <span className={mergeClasses(here && active && styles.now, at === '' && !here && styles.quiet)}>
              {stageWord(name)}
            </span>
            <span className={styles.quiet}>
              {at !== '' ? (
                <Moment value={at} form="time" />
              ) : here && active ? (
                waiting ? (
                  'waiting for you'
                ) : (
                  'under way'
                )
              ) : stopped ? (
                'not reached'
              ) : active ? (
                'to come'
              ) : (
                '–'
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
