import type { QueryClient } from '@tanstack/react-query';
import { withRuntime } from './backend';
import type { ImportProgress } from './contract';
import { keys } from './keys';

/** Which queries to ask again when the backend says that a topic changed. */
const topics: Record<string, (portalId: string) => (readonly string[])[]> = {
  portals: () => [keys.portals],
  snapshots: (id) => [id ? keys.snapshots(id) : ['snapshots'], keys.portals],
  activity: () => [['activity']],
  renewals: () => [keys.renewals],
  connections: (id) => [id ? keys.connection(id) : ['connections']],
  reminders: () => [['reminders']],
  settings: () => [keys.settings, keys.portals], // the acting user decides what may be managed
};

/** Keeps the cache true: every topic the backend names is asked again. Returns the function that stops it. */
export function followBackend(client: QueryClient): () => void {
  return withRuntime((runtime) => {
    const stops = Object.entries(topics).map(([topic, touched]) =>
      runtime.EventsOn(topic, (payload: unknown) => {
        for (const queryKey of touched(typeof payload === 'string' ? payload : '')) {
          void client.invalidateQueries({ queryKey });
        }
      }),
    );
    return () => {
      stops.forEach((stop) => {
        stop();
      });
    };
  });
}

/** Hears of the path that a second start handed over. */
export function onOpenPath(heard: (path: string) => void): () => void {
  return withRuntime((runtime) => runtime.EventsOn('open-path', heard));
}

/** Hears which portal was chosen outside of the window, in the menu of the tray. */
export function onOpenPortal(heard: (portalId: string) => void): () => void {
  return withRuntime((runtime) => runtime.EventsOn('open-portal', heard));
}

/** Hears, once ever, that closing the window left the program running. */
export function onStaysInTray(heard: () => void): () => void {
  return withRuntime((runtime) => runtime.EventsOn('stays-in-tray', heard));
}

/** Hears that the data folder is open, which it may not have been when the first screen was asked for. */
export function onDataOpened(heard: () => void): () => void {
  return withRuntime((runtime) => runtime.EventsOn('data-opened', heard));
}

/** Hears how far a running inspection or import is. */
export function onImportProgress(heard: (progress: ImportProgress) => void): () => void {
  return withRuntime((runtime) => runtime.EventsOn('import-progress', heard));
}

/** Hears of files and folders dropped on the window. */
export function onDrop(heard: (paths: string[]) => void): () => void {
  return withRuntime((runtime) => {
    runtime.OnFileDrop((_x, _y, paths) => {
      heard(paths);
    }, false);
    return () => {
      runtime.OnFileDropOff();
    };
  });
}
