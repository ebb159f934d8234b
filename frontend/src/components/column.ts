import type { ReactNode } from 'react';
import { filterWords, holds } from '../lib/text';

/** A column: how it is named, read, ordered and drawn. Its functions depend on the row alone. */
export interface Column<T extends object> {
  id: string;
  title: string;
  text: (row: T) => string; // what the filter searches, and what is shown unless `cell` draws it
  order?: (row: T) => number; // sorts by number instead of by text
  cell?: (row: T) => ReactNode;
  hint?: (row: T) => string; // what the pointer learns in place of the text
  width: readonly [min: number, grow: number]; // least width in rem, and its share of what is left over
  wideOnly?: boolean; // left out where the window has no room, the last first; the details have it
  unsorted?: boolean;
}

const besides = 17.25; // rem that the window needs beside a list: navigation and edges

/** The least width of a table with these columns, in rem. */
export const leastWidth = (columns: readonly { width: readonly [number, number] }[]) =>
  columns.reduce((sum, { width }) => sum + width[0], 0);

/**
 * The columns to show, from all of them to those that are never left out, each with the window width in rem from which
 * it has room. The last has room anywhere; it is scrolled where it has none.
 */
export function columnSets<T extends object>(
  columns: readonly Column<T>[],
): { from: number; columns: readonly Column<T>[] }[] {
  const sets = [{ from: leastWidth(columns) + besides, columns }];
  for (;;) {
    const shown = sets[sets.length - 1]?.columns ?? [];
    const leave = shown.findLast(({ wideOnly }) => wideOnly);
    if (!leave) return sets;
    const rest = shown.filter((c) => c !== leave);
    sets.push({ from: leastWidth(rest) + besides, columns: rest });
  }
}

/** How a list is sorted, as the address holds it: "name" or "-name". */
export type Sort = string;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The rows in the order in which a list with this sort shows them; rows that are alike keep theirs. */
export function ordered<T extends object>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sort: Sort,
): readonly T[] {
  const column = columns.find(({ id }) => id === sort.replace(/^-/, ''));
  if (!column || column.unsorted) return rows;
  const { order, text } = column;
  const compare = order ? byNumber(rows, order) : byText(rows, text);
  const places = rows.map((_, i) => i);
  places.sort(sort.startsWith('-') ? (a, b) => compare(b, a) : compare);
  return places.flatMap((i) => rows[i] ?? []);
}

// Each row is read once, not once for every comparison: there may be thousands.
type Compare = (a: number, b: number) => number;

function byNumber<T>(rows: readonly T[], order: (row: T) => number): Compare {
  const keys = Float64Array.from(rows, order);
  return (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0);
}

function byText<T>(rows: readonly T[], text: (row: T) => string): Compare {
  const keys = rows.map(text);
  return (a, b) => collator.compare(keys[a] ?? '', keys[b] ?? '');
}

/** Finds rows by the words that a person types. What a row is found by is put together once. */
export function finder<T extends object>(
  columns: readonly Column<T>[],
  alsoMatch?: (row: T) => string,
): { prepare: (rows: readonly T[]) => void; find: (rows: readonly T[], words: string) => readonly T[] } {
  const known = new WeakMap<T, string>();
  const textOf = (row: T) => {
    let text = known.get(row);
    if (text === undefined) {
      text = [...columns.map((c) => c.text(row)), alsoMatch?.(row) ?? ''].join('\n').toLowerCase();
      known.set(row, text);
    }
    return text;
  };
  return {
    prepare: (rows) => {
      rows.forEach(textOf);
    },
    find: (rows, words) => {
      const wanted = filterWords(words);
      return rows.filter((row) => holds(textOf(row), wanted));
    },
  };
}
