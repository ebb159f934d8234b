import { useDeferredValue, useMemo, useState } from 'react';
import { matches } from '../../lib/text';
import type { GridTree } from './grid';
import { type Language, type PageRow, pageRows } from './page-tree';
import type { Scene } from './scene';

/**
 * The pages in sight as the lines of a tree, by the filter and by `kept`, which says for every page whether its answers
 * fit; undefined where no answer leaves a page out.
 */
export function usePageRows(
  { subjects, place }: Scene,
  kept: readonly boolean[] | undefined,
  languages?: ReadonlyMap<number, readonly Language[]>,
): { rows: PageRow[]; tree: GridTree<PageRow> } {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const asked = useDeferredValue(place.q ?? '').trim();
  const rows = useMemo(
    () =>
      pageRows(
        subjects.pages,
        collapsed,
        asked === '' && !kept
          ? undefined
          : (page, i) =>
              (kept?.[i] ?? true) && (asked === '' || matches(asked, page.name, page.url, page.id)),
        languages,
      ),
    [subjects, collapsed, asked, kept, languages],
  );
  const tree = useMemo(
    (): GridTree<PageRow> => ({
      level: (row) => row.level,
      open: (row) => row.open,
      toggle: ({ page }) => {
        setCollapsed((old) => {
          const next = new Set(old);
          if (!next.delete(page.id)) next.add(page.id);
          return next;
        });
      },
    }),
    [],
  );
  return { rows, tree };
}
