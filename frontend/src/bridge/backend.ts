import type { Backend, Runtime } from './contract';
import { BackendError, backendError } from './error';

// Calls reach the backend through the functions that Wails puts on the window. In a plain browser there are none: the
// dev server and the tests then put the fake twin in their place; a production build does not contain it.

const seconds = 1000;
const ordinary = 30 * seconds;

/** Calls that may take longer than the ordinary limit, in milliseconds. Infinity where a person decides. */
const limits: Record<string, number> = {
  'Shell.ChooseFolder': Infinity,
  'Shell.ChooseCertificate': Infinity,
  'Shell.KeyStore': 120 * seconds,
  'Renewals.SaveSupportBundle': Infinity,
  'Renewals.Preview': 120 * seconds,
  'Renewals.Start': 120 * seconds,
  'Reminders.Test': 120 * seconds,
  'Reminders.SaveMail': 120 * seconds,
  'Shell.LoadSample': 120 * seconds,
  'Portals.Export': Infinity,
  'Snapshots.Inspect': 1800 * seconds,
  'Snapshots.Import': 1800 * seconds,
  'Snapshots.Latest': 120 * seconds,
  'Snapshots.Get': 120 * seconds,
  'Access.Subjects': 120 * seconds,
  'Access.Answer': 120 * seconds,
  'Access.PageMatrix': 120 * seconds,
  'Access.TableMatrix': 120 * seconds,
};

let ready: Promise<void> | undefined;

/** Resolves once window.go is there, or says why it never will be. */
function connected(): Promise<void> {
  if (window.go) return Promise.resolve();
  ready ??=
    import.meta.env.MODE === 'production'
      ? Promise.reject(
          new BackendError({
            code: 'unreachable',
            message: 'These pages are not running inside Gatehouse.',
            hint: 'Start the Gatehouse program instead of opening its pages in a browser.',
            final: true,
          }),
        )
      : import('./fake/install').then(({ installFromAddress }) => {
          installFromAddress();
        });
  return ready;
}

async function call(struct: string, method: string, args: unknown[]): Promise<unknown> {
  let timer: number | undefined;
  try {
    await connected();
    const bound = (window.go?.app as unknown as Record<string, Record<string, (...a: unknown[]) => unknown>>)[
      struct
    ];
    const limit = limits[`${struct}.${method}`] ?? ordinary;
    const answer = Promise.resolve(bound?.[method]?.(...args));
    if (limit === Infinity) return await answer;
    const late = new Promise<never>((_, reject) => {
      timer = window.setTimeout(() => {
        reject(
          new BackendError({
            code: 'unreachable',
            message: `The program did not answer within ${String(limit / seconds)} seconds.`,
            hint: 'It may still be busy. Try again in a moment.',
          }),
        );
      }, limit);
    });
    return await Promise.race([answer, late]);
  } catch (reason) {
    throw backendError(reason);
  } finally {
    window.clearTimeout(timer);
  }
}

function guarded<K extends keyof Backend>(struct: K): Backend[K] {
  return new Proxy({} as Backend[K], {
    get:
      (_, method: string) =>
      (...args: unknown[]) =>
        call(struct, method, args),
  });
}

/** The backend. Every method has a time limit and rejects with a BackendError. */
export const backend: Backend = {
  Shell: guarded('Shell'),
  Portals: guarded('Portals'),
  Renewals: guarded('Renewals'),
  Reminders: guarded('Reminders'),
  Snapshots: guarded('Snapshots'),
  Access: guarded('Access'),
  Activity: guarded('Activity'),
  Settings: guarded('Settings'),
};

/** Calls use as soon as Wails' runtime (or its twin) is there; the returned function undoes it. */
export function withRuntime(use: (runtime: Runtime) => () => void): () => void {
  let undo: (() => void) | undefined;
  let over = false;
  connected().then(
    () => {
      if (!over && window.runtime) undo = use(window.runtime);
    },
    () => undefined, // the first call that needs an answer reports it
  );
  return () => {
    over = true;
    undo?.();
  };
}
