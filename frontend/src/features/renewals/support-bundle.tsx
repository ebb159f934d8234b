import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import type { RenewalView } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { CopyIcon, SaveIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { Loaded } from '../../components/states';
import { bundleQuery } from './api';

const useStyles = makeStyles({
  surface: { maxWidth: '52rem' },
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  text: {
    margin: 0,
    maxHeight: '22rem',
    overflow: 'auto',
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** Shows the text for somebody who helps before it leaves the program, then saves or copies it. */
export function SupportBundle({ op, onClose }: { op: RenewalView; onClose: () => void }) {
  const styles = useStyles();
  const tell = useTell();
  const query = useQuery(bundleQuery(op.id));
  const save = useMutation({
    mutationFn: () => backend.Renewals.SaveSupportBundle(op.id),
    onSuccess: (path) => {
      if (path !== '') tell('The support bundle was saved', { body: path });
    },
  });
  const copy = useMutation({
    mutationFn: (text: string) => navigator.clipboard.writeText(text),
    onSuccess: () => {
      tell('The support bundle was copied');
    },
    onError: () => {
      tell('The system did not allow copying', { failed: true });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>Support bundle</DialogTitle>
          <DialogContent>
            <div className={styles.content}>
              <span>
                This is everything that would be saved or copied. It holds no private key and no password;
                nothing is sent anywhere.
              </span>
              <Loaded query={query} what="the support bundle" lines={8}>
                {(text) => (
                  <pre
                    className={styles.text}
                    tabIndex={0}
                    role="region"
                    aria-label="Text of the support bundle"
                  >
                    {text}
                  </pre>
                )}
              </Loaded>
              {save.error && <ErrorNotice error={save.error} />}
            </div>
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              icon={<SaveIcon />}
              disabledFocusable={query.data === undefined || save.isPending}
              onClick={() => {
                if (query.data !== undefined) save.mutate();
              }}
            >
              Save…
            </Button>
            <Button
              icon={<CopyIcon />}
              disabledFocusable={query.data === undefined}
              onClick={() => {
                if (query.data !== undefined) copy.mutate(query.data);
              }}
            >
              Copy
            </Button>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
