import { useSyncExternalStore } from 'react';

const tick = 30_000;

/**
 * The present in milliseconds, refreshed twice a minute, so that relative times stay true while a page is open. It is
 * rounded up: what has just happened must not look as if it were still to come.
 */
export function useNow(): number {
  return useSyncExternalStore(
    (changed) => {
      const timer = window.setInterval(changed, tick);
      return () => {
        window.clearInterval(timer);
      };
    },
    () => Math.ceil(Date.now() / tick) * tick,
  );
}

/** The present in whole seconds, as milliseconds, for what a person watches while it happens. */
export function useSeconds(): number {
  return useSyncExternalStore(
    (changed) => {
      const timer = window.setInterval(changed, 1000);
      return () => {
        window.clearInterval(timer);
      };
    },
    () => Math.floor(Date.now() / 1000) * 1000,
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
