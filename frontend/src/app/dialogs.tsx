import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { onDrop, onOpenPath } from '../bridge/events';
import { type Actions, ActionsContext } from '../components/actions';

const CreateDialog = lazy(async () => ({
  default: (await import('../features/portals/create-dialog')).CreateDialog,
}));
const WatchDialog = lazy(async () => ({
  default: (await import('../features/portals/watch-dialog')).WatchDialog,
}));
const ImportDialog = lazy(async () => ({
  default: (await import('../features/snapshots/import-dialog')).ImportDialog,
}));
const UpdateDialog = lazy(async () => ({
  default: (await import('../features/renewals/update-dialog')).UpdateDialog,
}));

/** Which dialog is open. A number tells two openings of the same kind apart. */
type Open =
  | { kind: 'create' }
  | { kind: 'watch'; certificatePath?: string; turn: number }
  | { kind: 'import'; path?: string; portalId?: string; turn: number }
  | { kind: 'update'; portalId: string };

const certificate = /\.(cer|crt|pem|der|pfx|p12)$/i;

/** Holds the dialogs that every page may open, and opens them for what is dropped on or handed to the window. */
export function Dialogs({ openPath, children }: { openPath: string; children: ReactNode }) {
  const [open, setOpen] = useState<Open | null>(() => (openPath === '' ? null : opening(openPath)));
  const actions = useMemo(
    (): Actions => ({
      createPortal: () => {
        setOpen({ kind: 'create' });
      },
      watchPortal: (certificatePath) => {
        setOpen({ kind: 'watch', certificatePath, turn: nextTurn() });
      },
      importSite: (options) => {
        setOpen({ kind: 'import', ...options, turn: nextTurn() });
      },
      updateKey: (portalId) => {
        setOpen({ kind: 'update', portalId });
      },
    }),
    [],
  );
  useEffect(
    () =>
      onOpenPath((path) => {
        if (path !== '') setOpen(opening(path));
      }),
    [],
  );
  useEffect(
    () =>
      onDrop(([path]) => {
        if (path !== undefined && path !== '') setOpen(opening(path));
      }),
    [],
  );
  const close = () => {
    setOpen(null);
  };
  return (
    <ActionsContext value={actions}>
      {children}
      <Suspense fallback={null}>
        {open?.kind === 'create' && <CreateDialog onClose={close} />}
        {open?.kind === 'watch' && (
          <WatchDialog key={open.turn} certificatePath={open.certificatePath} onClose={close} />
        )}
        {open?.kind === 'import' && (
          <ImportDialog key={open.turn} path={open.path} portalId={open.portalId} onClose={close} />
        )}
        {open?.kind === 'update' && <UpdateDialog portalId={open.portalId} onClose={close} />}
      </Suspense>
    </ActionsContext>
  );
}

let turns = 0;

function nextTurn(): number {
  turns += 1;
  return turns;
}

/** A certificate is offered for watching; everything else may hold a site. */
function opening(path: string): Open {
  return certificate.test(path)
    ? { kind: 'watch', certificatePath: path, turn: nextTurn() }
    : { kind: 'import', path, turn: nextTurn() };
}
