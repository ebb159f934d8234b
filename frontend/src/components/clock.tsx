import { useSyncExternalStore } from 'react';

/** A clock that strikes for all who listen with one timer: a list may show thousands of times. */
function clock(every: number, now: () => number) {
  const listeners = new Set<() => void>();
  let timer = 0;
  const listen = (changed: () => void) => {
    if (listeners.size === 0) {
      timer = window.setInterval(() => {
        listeners.forEach((tell) => {
          tell();
        });
      }, every);
    }
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
      if (listeners.size === 0) window.clearInterval(timer);
    };
  };
  return () => useSyncExternalStore(listen, now);
}

const tick = 30_000;

/**
 * The present in milliseconds, refreshed twice a minute, so that relative times stay true while a page is open. It is
 * rounded up: what has just happened must not look as if it were still to come.
 */
export const useNow = clock(tick, () => Math.ceil(Date.now() / tick) * tick);

/** The present in whole seconds, as milliseconds, for what a person watches while it happens. */
export const useSeconds = clock(1000, () => Math.floor(Date.now() / 1000) * 1000);
