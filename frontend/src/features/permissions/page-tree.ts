import type { AccessPage } from '../../bridge/types';

/** A page as a line of the tree. */
export interface PageRow {
  page: AccessPage;
  index: number; // place in AccessSubjects.pages
  level: number; // 1 at the top
  open: boolean | undefined; // undefined for a page without pages below
  fits: boolean; // false for a page that is only shown because one below fits
  language?: Language; // set for the content page of a root page that is judged otherwise
}

/** A content page that is judged otherwise than its root page. */
export interface Language {
  id: string;
  language: string;
}

/**
 * The pages in sight: those that fit and, so that each stands in its place, the pages above them. While something is
 * left out, collapsed pages are open, since what fits may lie below. Content pages stand right below their root page.
 */
export function pageRows(
  pages: readonly AccessPage[],
  collapsed: ReadonlySet<string>,
  fits?: (page: AccessPage, index: number) => boolean,
  languages?: ReadonlyMap<number, readonly Language[]>,
): PageRow[] {
  const fitting = pages.map((page, i) => fits?.(page, i) ?? true);
  const kept = [...fitting];
  const children = new Map<number, number[]>();
  // Parents come before children, so one walk from the end carries what fits all the way up.
  for (let i = pages.length - 1; i >= 0; i--) {
    const parent = pages[i]?.parent ?? -1;
    if (kept[i] && parent >= 0) kept[parent] = true;
  }
  pages.forEach((page, i) => {
    if (!kept[i]) return;
    const siblings = children.get(page.parent);
    if (siblings) siblings.push(i);
    else children.set(page.parent, [i]);
  });

  const rows: PageRow[] = [];
  const waiting = [...(children.get(-1) ?? [])].reverse();
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const page = pages[index];
    if (!page) continue;
    const below = children.get(index);
    const contents = languages?.get(index);
    const open = below || contents ? fits !== undefined || !collapsed.has(page.id) : undefined;
    const row: PageRow = { page, index, level: page.depth + 1, open, fits: fitting[index] ?? false };
    rows.push(row);
    if (!open) continue;
    for (const language of contents ?? [])
      rows.push({ ...row, level: row.level + 1, open: undefined, language });
    waiting.push(...[...(below ?? [])].reverse());
  }
  return rows;
}
