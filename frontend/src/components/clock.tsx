import { useSyncExternalStore } from 'react';

const tick = 30_000;

/** The present in milliseconds, refreshed twice a minute, so that relative times stay true while a page is open. */
export function useNow(): number {
  return useSyncExternalStore(
    (changed) => {
      const timer = window.setInterval(changed, tick);
      return () => {
        window.clearInterval(timer);
      };
    },
    () => Math.floor(Date.now() / tick) * tick,
  );
}

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => {
        list.removeEventListener('change', changed);
      };
    },
    () => window.matchMedia(query).matches,
  );
}
