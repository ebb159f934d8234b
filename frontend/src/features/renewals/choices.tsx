import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { backend } from '../../bridge/backend';
import type { AttemptView, RenewalView } from '../../bridge/types';
import { Confirm } from '../../components/confirm';
import { CopyButton } from '../../components/copy';
import { useTell } from '../../components/feedback';
import { OpenIcon, RetryIcon } from '../../components/icons';
import { ErrorNotice, Notice } from '../../components/notice';
import { retryWords } from '../../lib/words';
import { useRenewalMutation } from './api';
import { SupportBundle } from './support-bundle';

// What a person may choose while an update stands as it does.

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** An update that was interrupted before it began: asks once more. */
export function Asked({ op }: { op: RenewalView }) {
  const styles = useStyles();
  const confirm = useRenewalMutation(() => backend.Renewals.Confirm(op.id));
  const cancel = useRenewalMutation(() => backend.Renewals.Cancel(op.id));
  const busy = confirm.isPending || cancel.isPending;
  const error = confirm.error ?? cancel.error;
  return (
    <>
      <Notice intent="warning" title="The update was interrupted.">
        {op.sentence}
      </Notice>
      {error && <ErrorNotice error={error} />}
      <div className={styles.actions}>
        <Button
          appearance="primary"
          disabledFocusable={busy}
          onClick={() => {
            confirm.mutate();
          }}
        >
          Confirm
        </Button>
        <Button
          disabledFocusable={busy}
          onClick={() => {
            cancel.mutate();
          }}
        >
          Cancel
        </Button>
      </div>
    </>
  );
}

/** An attempt that failed: what happened, what to try, and the way to try again. */
export function Failed({
  op,
  attempt,
  children,
}: {
  op: RenewalView;
  attempt: AttemptView;
  children: ReactNode;
}) {
  const styles = useStyles();
  const [bundle, setBundle] = useState(false);
  const retry = useRenewalMutation(() => backend.Renewals.Retry(op.id));
  const { problem, offer, reference } = attempt;
  return (
    <>
      <div role="alert">
        <Notice
          intent="error"
          title={problem || op.sentence}
          actions={
            <CopyButton
              text={[problem, offer, reference && `Reference: ${reference}`].filter(Boolean).join('\n')}
              what="details"
            />
          }
        >
          {offer && <div>{offer}</div>}
          {problem && <div>{op.sentence}</div>}
          {reference && <div className={styles.quiet}>Reference {reference}</div>}
        </Notice>
      </div>
      {retry.error && <ErrorNotice error={retry.error} />}
      <div className={styles.actions}>
        <Button
          appearance="primary"
          icon={<RetryIcon />}
          disabledFocusable={retry.isPending}
          onClick={() => {
            retry.mutate();
          }}
        >
          {retryWords}
        </Button>
        {op.hasBundle && (
          <Button
            onClick={() => {
              setBundle(true);
            }}
          >
            Support bundle…
          </Button>
        )}
      </div>
      {children}
      {bundle && (
        <SupportBundle
          op={op}
          onClose={() => {
            setBundle(false);
          }}
        />
      )}
    </>
  );
}

/** An update that a person carries out in the admin center. */
export function HandedOver({ op }: { op: RenewalView }) {
  const styles = useStyles();
  const started = useRenewalMutation(() => backend.Renewals.ReportStarted(op.id));
  const page = useRenewalMutation(() => backend.Renewals.OpenPage(op.id));
  const error = started.error ?? page.error;
  return (
    <>
      {error && <ErrorNotice error={error} />}
      <div className={styles.actions}>
        <Button
          appearance="primary"
          icon={<OpenIcon />}
          onClick={() => {
            page.mutate();
          }}
        >
          Open the admin center
        </Button>
        <Button
          disabledFocusable={started.isPending}
          onClick={() => {
            started.mutate();
          }}
        >
          I have started it
        </Button>
        <Waits op={op} />
      </div>
    </>
  );
}

/** What there is to do while an update goes its way. */
export function Waiting({ op }: { op: RenewalView }) {
  const styles = useStyles();
  if (!op.mayLook && !op.mayGiveUp) return null;
  return (
    <div className={styles.actions}>
      <Waits op={op} />
    </div>
  );
}

function Waits({ op }: { op: RenewalView }) {
  const tell = useTell();
  const [asking, setAsking] = useState(false);
  const look = useRenewalMutation(() => backend.Renewals.Look(op.id));
  const giveUp = useRenewalMutation(() => backend.Renewals.GiveUp(op.id));
  const close = () => {
    setAsking(false);
    giveUp.reset();
  };
  return (
    <>
      {op.mayLook && (
        <Button
          disabledFocusable={look.isPending}
          onClick={() => {
            look.mutate(undefined, {
              onSuccess: () => {
                tell('The key is looked at now');
              },
              onError: (error) => {
                tell(error.message, { failed: true });
              },
            });
          }}
        >
          Look now
        </Button>
      )}
      {op.mayGiveUp && (
        <Button
          onClick={() => {
            setAsking(true);
          }}
        >
          Stop waiting…
        </Button>
      )}
      {asking && (
        <Confirm
          title="Stop waiting for this update?"
          verb="Stop waiting"
          busy={giveUp.isPending}
          error={giveUp.error}
          onClose={close}
          onConfirm={() => {
            giveUp.mutate(undefined, {
              onSuccess: () => {
                close();
                tell('Gatehouse does not wait any more', { body: 'It goes on watching the key.' });
              },
            });
          }}
        >
          <p>
            {`Nothing is changed at ${op.portalName}. An update that was started already goes on, and its new key is noticed as any other.`}
          </p>
        </Confirm>
      )}
    </>
  );
}
