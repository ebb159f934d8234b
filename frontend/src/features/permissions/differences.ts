import type { AccessAnswer, AccessSubjects, ColumnAnswer } from '../../bridge/types';
import { type Reach, reachOf, type Verdict, verdictOf } from './letters';

/** How an answer differs from that of the visitor it is compared with. */
export type Difference = 'same' | 'wider' | 'narrower' | 'other' | 'unclear';

const weight: Record<Verdict | Reach, number> = {
  deny: 0,
  none: 0,
  empty: 1,
  some: 2,
  all: 3,
  allow: 3,
  unknown: Number.NaN,
};

/**
 * How `after` differs from `before`. Two answers that reach some rows by different access types are "other": which of
 * them reaches more is not a matter of the rules. Where one of the two cannot be told, the difference cannot either.
 */
export function difference<T extends Verdict | Reach>(
  before: T,
  after: T,
  beforeTypes = '',
  afterTypes = '',
): Difference {
  if (before === 'unknown' || after === 'unknown') return before === after ? 'same' : 'unclear';
  if (before !== after) return weight[after] > weight[before] ? 'wider' : 'narrower';
  return before === 'some' && beforeTypes !== afterTypes ? 'other' : 'same';
}

/** How many answers differ, and how. */
export type Tally = Record<Exclude<Difference, 'same'>, number>;

const nothing = (): Tally => ({ wider: 0, narrower: 0, other: 0, unclear: 0 });

/** All differences of a tally. */
export const total = (tally: Tally) => tally.wider + tally.narrower + tally.other + tally.unclear;

/** A column of a table's answer. Columns that an answer does not have are as the table's are for it. */
export function columnOf(answer: AccessAnswer, table: string, column: string): ColumnAnswer | undefined {
  return answer.columns.find((t) => t.table === table)?.columns.find((c) => c.column === column);
}

/** Counts the differences of two visitors for each of the five views. */
export function tallies(
  subjects: AccessSubjects,
  before: AccessAnswer,
  after: AccessAnswer,
): Record<'pages' | 'tables' | 'website' | 'columns' | 'files', Tally> {
  const letters = (
    tally: Tally,
    length: number,
    one: string,
    other: string,
    of: typeof verdictOf | typeof reachOf,
  ) => {
    for (let i = 0; i < length; i++) {
      if (one[i] === other[i]) continue;
      const kind = difference<Verdict | Reach>(of(one[i]), of(other[i]));
      if (kind !== 'same') tally[kind] += 1;
    }
  };
  const pages = nothing();
  letters(pages, subjects.pages.length, before.pages.read, after.pages.read, verdictOf);
  letters(pages, subjects.pages.length, before.pages.change, after.pages.change, verdictOf);
  const files = nothing();
  letters(files, subjects.files.length, before.files.read, after.files.read, verdictOf);
  letters(files, subjects.files.length, before.files.change, after.files.change, verdictOf);
  letters(files, subjects.forums.length, before.forums.read, after.forums.read, verdictOf);
  letters(files, subjects.forums.length, before.forums.change, after.forums.change, verdictOf);
  const tables = nothing();
  subjects.tables.forEach((_, i) => {
    const one = before.tables[i];
    const other = after.tables[i];
    for (let p = 0; p < 6; p++) {
      const kind = difference(
        reachOf(one?.reach[p]),
        reachOf(other?.reach[p]),
        one?.types[p],
        other?.types[p],
      );
      if (kind !== 'same') tables[kind] += 1;
    }
  });
  const website = nothing();
  before.rights.forEach(({ answer }, i) => {
    const kind = difference(verdict(answer), verdict(after.rights[i]?.answer));
    if (kind !== 'same') website[kind] += 1;
  });
  const columns = nothing();
  for (const table of before.columns) {
    for (const { column, reach } of table.columns) {
      letters(columns, 3, reach, columnOf(after, table.table, column)?.reach ?? reach, reachOf);
    }
  }
  return { pages, tables, website, columns, files };
}

/** A verdict that came as a word. */
export function verdict(word: string | undefined): Verdict {
  return word === 'allow' || word === 'deny' ? word : 'unknown';
}

/** A reach that came as a word. */
export function reach(word: string | undefined): Reach {
  return word === 'none' || word === 'some' || word === 'all' ? word : 'unknown';
}
