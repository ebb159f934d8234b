import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider } from '@fluentui/react-components';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type RouterHistory, RouterProvider } from '@tanstack/react-router';
import { type ReactNode, StrictMode, useCallback, useEffect, useState } from 'react';
import { followBackend, onDataOpened } from '../bridge/events';
import { makeClient, seed, settingsQuery } from '../bridge/queries';
import { start } from '../bridge/start';
import type { StartView } from '../bridge/types';
import { Feedback } from '../components/feedback';
import { NamesContext } from '../components/words';
import { logged, StartFailure } from './failures';
import { makeRouter } from './router';
import { isDark, useTheme } from './theme';

// The height stands on an inner element: what stands on the provider is repeated on every dialog's and toast's layer.
const useStyles = makeStyles({ window: { height: '100vh' } });

/** The nonce under which the content security policy allows style elements. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

/** What the program answered when it was asked for the first screen. */
export type Started = { view: StartView } | { error: unknown };

/** The whole window: the pages when the program has data, else the reason why not and a way to try again. */
export function App({ first, history }: { first: Started; history?: RouterHistory }) {
  const [started, setStarted] = useState(first);
  const [trying, setTrying] = useState(false);
  const [renderer] = useState(() =>
    createDOMRenderer(document, { styleElementAttributes: { nonce: nonce ?? '' } }),
  );
  const retry = useCallback(() => {
    setTrying(true);
    start(true)
      .then(
        (view) => {
          setStarted({ view });
        },
        (error: unknown) => {
          setStarted({ error });
        },
      )
      .finally(() => {
        setTrying(false);
      });
  }, []);
  // The program goes on trying by itself, and says when it can show its data.
  const failed = 'error' in started;
  useEffect(() => (failed ? onDataOpened(retry) : undefined), [failed, retry]);
  return (
    <StrictMode>
      <RendererProvider renderer={renderer}>
        {'view' in started ? (
          <Pages view={started.view} history={history} />
        ) : (
          <StartFailure error={started.error} onRetry={retry} busy={trying} />
        )}
      </RendererProvider>
    </StrictMode>
  );
}

function Pages({ view, history }: { view: StartView; history?: RouterHistory }) {
  const [client] = useState(() => {
    const made = makeClient();
    seed(made, view);
    return made;
  });
  const [router] = useState(() => makeRouter(history));
  useEffect(() => followBackend(client), [client]);
  useUnexpected();
  return (
    <QueryClientProvider client={client}>
      <Dressed>
        <RouterProvider router={router} />
      </Dressed>
    </QueryClientProvider>
  );
}

/** Theme and vocabulary, both from the settings and both changing without a restart. */
function Dressed({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const settings = useQuery(settingsQuery).data;
  const theme = useTheme(settings?.theme ?? 'system');
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark(theme) ? 'dark' : 'light';
  }, [theme]);
  return (
    // The provider hands its class to the mounts of menus and tooltips, so what fills the window stands inside of it.
    <FluentProvider theme={theme}>
      <NamesContext
        value={settings?.names === 'dynamics-365-portals' ? 'dynamics-365-portals' : 'power-pages'}
      >
        <div>
          <Feedback>
            <div className={styles.window}>{children}</div>
          </Feedback>
        </div>
      </NamesContext>
    </FluentProvider>
  );
}

/** Errors that nobody caught go to the program's log. */
function useUnexpected(): void {
  useEffect(() => {
    const onError = (event: ErrorEvent) => void logged(event.error ?? event.message);
    const onRejection = (event: PromiseRejectionEvent) => void logged(event.reason);
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }, []);
}
