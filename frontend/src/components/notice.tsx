import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { backendError } from '../bridge/error';
import { CopyButton } from './copy';
import { FolderIcon, RetryIcon } from './icons';

const useStyles = makeStyles({
  // One row where there is room, so that several notices stay low; the actions move below in narrow windows.
  bar: {
    alignItems: 'start',
    gridTemplateAreas: '"icon body secondaryActions actions"',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto auto',
    paddingBlock: tokens.spacingVerticalS,
    '@media (max-width: 50rem)': {
      gridTemplateAreas: '"icon body" "icon secondaryActions"',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
    },
  },
  body: { paddingBlock: 0, whiteSpace: 'normal' },
  actions: {
    marginTop: 0,
    marginBottom: 0,
    alignItems: 'center',
    paddingInlineEnd: tokens.spacingHorizontalM,
  },
  line: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A sentence with an optional hint and actions. The one way in which the window says that something needs attention. */
export function Notice({
  intent,
  title,
  children,
  actions,
}: {
  intent: 'info' | 'warning' | 'error' | 'success';
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <MessageBar
      intent={intent}
      layout="singleline"
      className={styles.bar}
      politeness={intent === 'error' ? 'assertive' : 'polite'}
    >
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.line}>{title}</MessageBarTitle>
        {children && <div className={styles.line}>{children}</div>}
      </MessageBarBody>
      {actions && <MessageBarActions className={styles.actions}>{actions}</MessageBarActions>}
    </MessageBar>
  );
}

/** What went wrong, where, what to try, and the details for support. */
export function ErrorNotice({
  error,
  retry,
  instead,
}: {
  error: unknown;
  retry?: () => void;
  instead?: (path: string) => void; // opens a path that would do
}) {
  const styles = useStyles();
  const fault = backendError(error);
  return (
    <div role="alert">
      <Notice
        intent={fault.code === 'canceled' ? 'info' : 'error'}
        title={fault.message}
        actions={
          <>
            {instead && fault.instead && (
              <Button
                size="small"
                icon={<FolderIcon />}
                onClick={() => {
                  instead(fault.instead);
                }}
              >
                Open that folder
              </Button>
            )}
            {retry && !fault.final && (
              <Button size="small" icon={<RetryIcon />} onClick={retry}>
                Try again
              </Button>
            )}
            {fault.code !== 'canceled' && <CopyButton text={fault.details} what="details" />}
          </>
        }
      >
        {fault.hint && <div>{fault.hint}</div>}
        {fault.place && <div className={styles.quiet}>{fault.place}</div>}
        {fault.reference && <div className={styles.quiet}>Reference {fault.reference}</div>}
      </Notice>
    </div>
  );
}
