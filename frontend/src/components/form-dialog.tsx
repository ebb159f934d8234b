import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import { ErrorNotice } from './notice';
import { Form } from './form';

const useStyles = makeStyles({
  surface: { maxWidth: '40rem' },
  content: { display: 'grid', gap: tokens.spacingVerticalM, paddingBlock: tokens.spacingVerticalXS },
});

/** A dialog around a form. It stays open, with everything that was entered, until the backend has accepted it. */
export function FormDialog({
  title,
  lead,
  verb,
  running,
  busy,
  ready = true,
  error,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  lead?: ReactNode;
  verb: string;
  running: string; // what the button says while it works
  busy: boolean;
  ready?: boolean;
  error: unknown; // what no field shows
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={(_, { open, type }) => {
        if (!open && !busy && type !== 'backdropClick') onClose();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            <div className={styles.content}>
              {lead && <div>{lead}</div>}
              {error ? <ErrorNotice error={error} /> : null}
              <Form
                id={id}
                onSubmit={() => {
                  if (!busy && ready) onSubmit();
                }}
              >
                {children}
              </Form>
            </div>
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              type="submit"
              form={id}
              disabledFocusable={busy || !ready}
              icon={busy ? <Spinner size="extra-tiny" /> : undefined}
            >
              {busy ? running : verb}
            </Button>
            <Button disabledFocusable={busy} onClick={onClose}>
              Cancel
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
