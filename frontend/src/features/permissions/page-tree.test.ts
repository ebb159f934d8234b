import { describe, expect, test } from 'vitest';
import type { AccessPage } from '../../bridge/types';
import { pageRows } from './page-tree';

const page = (id: string, parent: number, depth: number): AccessPage => ({
  id,
  name: id,
  url: `/${id}/`,
  parent,
  depth,
  active: true,
  detached: false,
  own: false,
  file: '',
  line: 0,
});

// Parents stand before their children, but not always right before them.
const pages = [page('home', -1, 0), page('a', 0, 1), page('b', 0, 1), page('a1', 1, 2), page('lost', -1, 0)];
const none: ReadonlySet<string> = new Set();
const ids = (rows: ReturnType<typeof pageRows>) => rows.map((row) => row.page.id);

describe('the tree of pages', () => {
  test('puts every page below its parent', () => {
    const rows = pageRows(pages, none);
    expect(ids(rows)).toEqual(['home', 'a', 'a1', 'b', 'lost']);
    expect(rows.map((row) => row.level)).toEqual([1, 2, 3, 2, 1]);
    expect(rows.map((row) => row.open)).toEqual([true, true, undefined, undefined, undefined]);
  });

  test('hides what lies below a collapsed page', () => {
    const rows = pageRows(pages, new Set(['a']));
    expect(ids(rows)).toEqual(['home', 'a', 'b', 'lost']);
    expect(rows[1]?.open).toBe(false);
  });

  test('keeps the pages above what fits, even collapsed ones, and marks them', () => {
    const rows = pageRows(pages, new Set(['home', 'a']), ({ id }) => id === 'a1');
    expect(ids(rows)).toEqual(['home', 'a', 'a1']);
    expect(rows.map((row) => row.fits)).toEqual([false, false, true]);
  });

  test('is empty when nothing fits', () => {
    expect(pageRows(pages, none, () => false)).toEqual([]);
  });
});
