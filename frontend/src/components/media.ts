import { useMemo, useSyncExternalStore } from 'react';

/** Follows how many of some media queries fit. The list must not change from one drawing to the next. */
export function useCountMedia(queries: readonly string[]): number {
  const { listen, count } = useMemo(() => {
    const lists = queries.map((query) => window.matchMedia(query));
    return {
      listen: (changed: () => void) => {
        for (const list of lists) list.addEventListener('change', changed);
        return () => {
          for (const list of lists) list.removeEventListener('change', changed);
        };
      },
      count: () => lists.filter(({ matches }) => matches).length,
    };
  }, [queries]);
  return useSyncExternalStore(listen, count);
}

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useCountMedia(useMemo(() => [query], [query])) === 1;
}
