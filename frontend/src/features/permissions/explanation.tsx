import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessQuestion, ExplanationView } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { CopyIcon } from '../../components/icons';
import { Notice } from '../../components/notice';
import { Loaded } from '../../components/states';
import { explanationQuery } from './api';
import { reach, verdict } from './differences';
import { ReachMark, VerdictMark } from './marks';
import { RecordLink } from './records';
import { Reached } from './reached';
import { questionOf, type Scene } from './scene';
import type { Cell } from './target';
import { answerWord, typesWord } from './words';
import { Who } from './who';

const useStyles = makeStyles({
  body: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 },
  answer: { display: 'grid', gap: tokens.spacingVerticalXS },
  sentence: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  steps: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXXL,
  },
  step: { overflowWrap: 'anywhere' },
  title: { margin: 0, marginBottom: tokens.spacingVerticalS, fontSize: tokens.fontSizeBase300 },
  plain: { display: 'grid', gap: tokens.spacingVerticalM, listStyleType: 'none', margin: 0, padding: 0 },
  summary: {
    cursor: 'pointer',
    fontWeight: tokens.fontWeightSemibold,
    marginBottom: tokens.spacingVerticalS,
  },
});

/** Why a visitor may do one thing or may not: a sentence, the chain of records, and what else is worth knowing. */
export function Explanation({ scene, cell }: { scene: Scene; cell: Cell }) {
  const question = questionOf(scene, cell.of);
  const query = useQuery(explanationQuery(scene.portalId, question, cell.target));
  return (
    <Loaded query={query} what="the explanation" lines={6}>
      {(explanation) => <Body scene={scene} cell={cell} question={question} explanation={explanation} />}
    </Loaded>
  );
}

function Body({
  scene,
  cell,
  question,
  explanation: x,
}: {
  scene: Scene;
  cell: Cell;
  question: AccessQuestion;
  explanation: ExplanationView;
}) {
  const styles = useStyles();
  const { portalId, basis } = scene;
  const [asked, setAsked] = useState(false);
  const ofRows = cell.target.kind === 'table' || cell.target.kind === 'column';
  return (
    <div className={styles.body}>
      <div className={styles.answer}>
        {ofRows ? (
          <ReachMark reach={reach(x.answer)} types={typesWord(x.accessTypes)} />
        ) : (
          <VerdictMark verdict={verdict(x.answer)} />
        )}
        <Text size={400} className={styles.sentence}>
          {x.sentence}
        </Text>
        <Text size={200} className={styles.quiet}>
          {x.other.differs
            ? `Judged by the ${x.profile} rules. By the ${x.other.profile} rules the answer is: ${answerWord(x.other.answer)}.`
            : `Judged by the ${x.profile} rules; the ${x.other.profile} rules give the same answer.`}
        </Text>
        <div>
          <CopyText text={x.text} />
        </div>
      </div>
      {x.change && (
        <Notice intent="info" title="Smallest change that would allow it">
          {x.change}
        </Notice>
      )}
      <section aria-label="Why">
        <h3 className={styles.title}>Why</h3>
        <ol className={styles.steps}>
          {x.steps.map((step, i) => (
            <li key={i} className={styles.step}>
              {step.text}
              {step.record && <RecordLink portalId={portalId} question={question} record={step.record} />}
            </li>
          ))}
        </ol>
      </section>
      {x.candidates.length > 0 && (
        <section aria-label="What could have allowed it">
          <h3 className={styles.title}>What could have allowed it</h3>
          <ul className={styles.plain}>
            {x.candidates.map(({ record, fails }) => (
              <li key={`${record.kind} ${record.id}`} className={styles.step}>
                “{record.name || 'Without a name'}” {fails}.
                <RecordLink portalId={portalId} question={question} record={record} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {ofRows && <Reached portalId={portalId} explanation={x} />}
      {x.notes.length > 0 && (
        <section aria-label="Notes">
          <h3 className={styles.title}>Notes</h3>
          <ul className={styles.plain}>
            {x.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <details
        onToggle={(event) => {
          if (event.currentTarget.open) setAsked(true);
        }}
      >
        <summary className={styles.summary}>Who else gets it</summary>
        {asked && <Who portalId={portalId} basis={basis} target={cell.target} />}
      </details>
    </div>
  );
}

/** Copies the whole explanation, in the words of the command line. */
function CopyText({ text }: { text: string }) {
  const tell = useTell();
  return (
    <Button
      size="small"
      icon={<CopyIcon />}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => {
            tell('The explanation was copied');
          },
          () => {
            tell('The system did not allow copying', { failed: true });
          },
        );
      }}
    >
      Copy as text
    </Button>
  );
}
