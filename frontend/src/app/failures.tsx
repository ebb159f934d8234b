import { Button, FluentProvider, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { backend } from '../bridge/backend';
import { BackendError, backendError } from '../bridge/error';
import { Anchor } from '../components/anchor';
import { CopyButton } from '../components/copy';
import { BrandIcon, PortalsIcon, RetryIcon } from '../components/icons';
import { ErrorNotice } from '../components/notice';
import { Page } from '../components/page';
import { Empty } from '../components/states';
import { useTheme } from './theme';

const useStyles = makeStyles({
  whole: {
    display: 'grid',
    placeItems: 'center',
    height: '100vh',
    overflow: 'auto',
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
  },
  words: { display: 'grid', gap: tokens.spacingVerticalM, maxWidth: '40rem', overflowWrap: 'anywhere' },
  mark: { fontSize: tokens.fontSizeHero1000, lineHeight: 1, color: tokens.colorBrandForeground1 },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** The whole window when the program cannot show any data: what is wrong, what to do, and the details for support. */
export function StartFailure({
  error,
  onRetry,
  busy,
}: {
  error: unknown;
  onRetry: () => void;
  busy: boolean;
}) {
  const styles = useStyles();
  const theme = useTheme('system');
  const fault = backendError(error);
  return (
    <FluentProvider theme={theme}>
      <main className={styles.whole}>
        <div className={styles.words} role="alert">
          <BrandIcon aria-hidden className={styles.mark} />
          <h1 className={styles.title}>Gatehouse cannot show your data</h1>
          <Text size={400}>{fault.message}</Text>
          {fault.hint && <Text>{fault.hint}</Text>}
          {fault.place && <Text className={styles.quiet}>{fault.place}</Text>}
          {fault.reference && <Text className={styles.quiet}>Reference {fault.reference}</Text>}
          <div className={styles.actions}>
            <Button appearance="primary" icon={<RetryIcon />} disabledFocusable={busy} onClick={onRetry}>
              {busy ? 'Trying' : 'Try again'}
            </Button>
            <CopyButton text={fault.details} what="details" />
          </div>
        </div>
      </main>
    </FluentProvider>
  );
}

/** A page that could not be drawn. The log gets the cause; the person gets its reference. */
export function PageFailure({ error, reset }: { error: unknown; reset: () => void }) {
  const [reference, setReference] = useState('');
  useEffect(() => {
    let current = true;
    void logged(error).then((text) => {
      if (current) setReference(text);
    });
    return () => {
      current = false;
    };
  }, [error]);
  const fault =
    error instanceof BackendError
      ? error
      : new BackendError({
          code: 'internal',
          message: 'This page could not be shown.',
          hint: 'Try again. If it happens again, copy the details and send them to whoever supports Gatehouse.',
          reference,
        });
  return (
    <Page title="Something went wrong">
      <ErrorNotice error={fault} retry={reset} />
    </Page>
  );
}

/** Writes an unexpected error into the program's log and returns the reference, "" where even that fails. */
export async function logged(error: unknown): Promise<string> {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  try {
    return await backend.Shell.LogReference(text);
  } catch {
    return '';
  }
}

/** An address that leads nowhere. */
export function Lost() {
  return (
    <Page title="Not here">
      <Empty icon={<PortalsIcon />} title="There is no such page" actions={<Anchor to="/">Home</Anchor>}>
        It may have moved, or the portal was removed.
      </Empty>
    </Page>
  );
}
