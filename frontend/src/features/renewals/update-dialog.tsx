import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { backend } from '../../bridge/backend';
import { activeRenewalsQuery } from '../../bridge/queries';
import type { RenewalPreview } from '../../bridge/types';
import { KeyBadge } from '../../components/key-badge';
import { ErrorNotice, Notice } from '../../components/notice';
import { Loaded } from '../../components/states';
import { retryWords } from '../../lib/words';
import { previewQuery, useRenewalMutation } from './api';

const useStyles = makeStyles({
  surface: { maxWidth: '40rem' },
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  key: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
  steps: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
  },
});

/** Says what an update of a portal's key will do, and begins it after a yes. One that has failed is retried. */
export function UpdateDialog({ portalId, onClose }: { portalId: string; onClose: () => void }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const preview = useQuery(previewQuery(portalId));
  const held = (useQuery(activeRenewalsQuery).data ?? []).some((op) => op.portalId === portalId);
  const start = useRenewalMutation(() => backend.Renewals.Start(portalId));
  const busy = start.isPending;
  const retry = preview.data?.retry === true;
  const clear = preview.data?.obstacles.length === 0;
  const show = () => {
    onClose();
    void navigate({ to: '/portals/$portalId/key', params: { portalId } });
  };
  const update = () => {
    start.mutate(undefined, {
      onSuccess: show, // where a person goes on elsewhere, the program opens the page
    });
  };
  return (
    <Dialog
      open
      modalType="alert"
      onOpenChange={(_, { open }) => {
        if (!open && !busy) onClose();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>
            {preview.data
              ? `${retry ? 'Retry the update of' : 'Update'} the key of ${preview.data.portalName}?`
              : 'Update key'}
          </DialogTitle>
          <DialogContent>
            <div className={styles.content}>
              <Loaded query={preview} what="what the update will do" lines={4}>
                {(view) => <Outlook view={view} />}
              </Loaded>
              {start.error ? <ErrorNotice error={start.error} /> : null}
            </div>
          </DialogContent>
          <DialogActions>
            {clear && (
              <Button
                appearance="primary"
                disabledFocusable={busy}
                icon={busy ? <Spinner size="extra-tiny" /> : undefined}
                onClick={update}
              >
                {busy ? 'Starting' : retry ? retryWords : 'Update'}
              </Button>
            )}
            {!clear && held && (
              <Button appearance="primary" onClick={show}>
                Show the update
              </Button>
            )}
            <Button disabledFocusable={busy} onClick={onClose}>
              Cancel
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The key as it is, and either what will happen or why nothing can. */
function Outlook({ view }: { view: RenewalPreview }) {
  const styles = useStyles();
  return (
    <>
      <div className={styles.key}>
        <KeyBadge state={view.key.state} />
        <span className={styles.quiet}>{view.key.sentence}</span>
      </div>
      {view.obstacles.length > 0 ? (
        view.obstacles.map(({ message, hint }) => (
          <Notice key={message} intent="warning" title={message}>
            {hint}
          </Notice>
        ))
      ) : (
        <>
          <ul className={styles.steps} aria-label="What will happen">
            {view.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          {view.warnings.map(({ message, hint }) => (
            <Notice key={message} intent="warning" title={message}>
              {`${hint} The new key is not noticed while this is so.`.trim()}
            </Notice>
          ))}
        </>
      )}
    </>
  );
}
