import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttemptView, RenewalView } from '../../bridge/types';
import { Card, Fact, Facts } from '../../components/card';
import { useNow, useSeconds } from '../../components/clock';
import { Copyable } from '../../components/copy';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { grouped } from '../../lib/text';
import { elapsed, localTime, moment } from '../../lib/time';
import { currentAttempt, renewalsQuery } from './api';
import { Asked, Failed, HandedOver, Waiting } from './choices';
import { OutcomeBadge } from './outcome-badge';
import { Stages } from './stages';

const day = 24 * 60 * 60 * 1000;

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  words: { display: 'grid', gap: tokens.spacingVerticalXS, maxWidth: '46rem' },
  checks: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  line: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalL },
  action: { display: 'flex' },
});

/**
 * The newest update of a portal's key, as long as it goes on, asks something, or has just ended. It is here whenever one
 * comes back.
 */
export function UpdateCard({ portalId }: { portalId: string }) {
  const now = useNow();
  const [dismissed, setDismissed] = useState('');
  const [newest] = useQuery(renewalsQuery(portalId)).data ?? [];
  const attempt = newest && currentAttempt(newest);
  if (!newest || !attempt) return null;
  const recent = newest.state === 'succeeded' && now - moment(newest.since) < day && dismissed !== newest.id;
  if (!newest.active && !newest.mayConfirm && !newest.mayRetry && !recent) return null;
  return (
    <Card title="Key update" actions={<OutcomeBadge op={newest} />}>
      {recent ? (
        <Succeeded
          op={newest}
          attempt={attempt}
          onDismiss={() => {
            setDismissed(newest.id);
          }}
        />
      ) : newest.mayConfirm ? (
        <Asked op={newest} />
      ) : newest.mayRetry ? (
        <Failed op={newest} attempt={attempt}>
          <Stages attempt={attempt} active={false} />
        </Failed>
      ) : (
        <Underway op={newest} attempt={attempt} />
      )}
    </Card>
  );
}

function Underway({ op, attempt }: { op: RenewalView; attempt: AttemptView }) {
  const styles = useStyles();
  return (
    <>
      <div className={styles.words}>
        <Text role="status">{op.sentence}</Text>
        <Times op={op} attempt={attempt} />
      </div>
      <Patience op={op} />
      {op.state === 'handed-off' && <HandedOver op={op} />}
      <Stages attempt={attempt} active waiting={op.state === 'handed-off'} />
      <Text size={200} className={styles.quiet}>
        {op.driver === 'local'
          ? 'You can leave this page or close the window. If the window is closed before the update is over, Gatehouse goes on with it at the next start.'
          : 'You can leave this page or close the window. The update goes on in the admin center, and Gatehouse looks at the key again at the next start.'}
      </Text>
      {op.state !== 'handed-off' && <Waiting op={op} />}
    </>
  );
}

/** How long it has taken, who began it, and when it is looked at again. */
function Times({ op, attempt }: { op: RenewalView; attempt: AttemptView }) {
  const styles = useStyles();
  const now = useSeconds();
  return (
    <Text size={200} className={styles.quiet}>
      <span className={styles.line}>
        <span>{`Time elapsed: ${elapsed(now - moment(attempt.beganAt))}`}</span>
        <span>{`Begun by ${attempt.by} at ${localTime(attempt.beganAt)}`}</span>
        {op.attempts.length > 1 && <span>{`Attempt ${String(op.attempts.length)}`}</span>}
        {moment(attempt.notBefore) > now ? (
          <span>{`The service asks to wait until ${localTime(attempt.notBefore)}`}</span>
        ) : (
          attempt.nextLookAt !== '' && <span>{`Next look at ${localTime(attempt.nextLookAt)}`}</span>
        )}
      </span>
    </Text>
  );
}

/** Says when an update takes longer than usual, and later what to check. */
function Patience({ op }: { op: RenewalView }) {
  const styles = useStyles();
  const local = op.driver === 'local';
  if (op.patience === 'longer') {
    return (
      <Notice intent="warning" title="This takes longer than usual.">
        {local
          ? 'A local portal usually needs a few seconds. Nothing is lost: both keys are valid until the new one is proven.'
          : 'Five to seven minutes are usual where Microsoft hosts the portal. Nothing is lost: the old key works until it expires.'}
      </Notice>
    );
  }
  if (op.patience !== 'check') return null;
  const checks = local
    ? [
        'Settings say whether the key store can be reached.',
        'The activity of this portal tells what happened last.',
        'A restart of Gatehouse goes on with the update where it stands.',
      ]
    : [
        'The admin center says whether the update runs, has failed, or was never started.',
        'The portal’s own address says whether the portal is up.',
        'The certificate file or folder that is watched has to hold the new certificate; Import certificate does it by hand.',
      ];
  return (
    <Notice intent="warning" title="This takes much longer than usual. What to check:">
      <ul className={styles.checks}>
        {checks.map((check) => (
          <li key={check}>{check}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What came of it: the old and the new key. */
function Succeeded({
  op,
  attempt,
  onDismiss,
}: {
  op: RenewalView;
  attempt: AttemptView;
  onDismiss: () => void;
}) {
  const styles = useStyles();
  return (
    <>
      <Notice intent={op.siteSilent ? 'warning' : 'success'} title={op.sentence}>
        {`It took ${elapsed(moment(attempt.endedAt) - moment(attempt.beganAt))}.`}
      </Notice>
      <Facts>
        <Fact name="Old thumbprint">
          {attempt.oldThumbprint === '' ? (
            'There was no key'
          ) : (
            <Copyable
              text={attempt.oldThumbprint}
              shown={grouped(attempt.oldThumbprint)}
              what="old thumbprint"
            />
          )}
        </Fact>
        <Fact name="New thumbprint">
          <Copyable
            text={attempt.newThumbprint}
            shown={grouped(attempt.newThumbprint)}
            what="new thumbprint"
          />
        </Fact>
        <Fact name="Valid until">
          <Moment value={attempt.newExpires} />
        </Fact>
      </Facts>
      <div className={styles.action}>
        <Button size="small" onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </>
  );
}
