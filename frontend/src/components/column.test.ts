import { describe, expect, test } from 'vitest';
import { type Column, columnSets, finder, ordered } from './column';

interface Row {
  name: string;
  days: number;
}

const rows: Row[] = [
  { name: 'portal 10', days: 3 },
  { name: 'Portal 9', days: 30 },
  { name: 'Ärhus', days: 3 },
];

let reads = 0;
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', text: (r) => ((reads += 1), r.name), width: [1, 1] },
  { id: 'days', title: 'Days', text: (r) => `${String(r.days)} days`, order: (r) => r.days, width: [1, 1] },
  { id: 'do', title: 'Do', text: () => '', width: [1, 1], unsorted: true },
];
const names = (list: readonly Row[]) => list.map(({ name }) => name);

describe('ordered', () => {
  test.each([
    ['name', ['Ärhus', 'Portal 9', 'portal 10']],
    ['-name', ['portal 10', 'Portal 9', 'Ärhus']],
    ['days', ['portal 10', 'Ärhus', 'Portal 9']], // the first two are alike and keep their order
    ['-days', ['Portal 9', 'portal 10', 'Ärhus']],
    ['do', names(rows)],
    ['gone', names(rows)],
    ['', names(rows)],
  ])('by %j', (sort, want) => {
    expect(names(ordered(rows, columns, sort))).toEqual(want);
  });

  test('reads each row once, however often it is compared', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ name: `p${String((i * 7919) % 500)}`, days: 0 }));
    reads = 0;
    ordered(many, columns, 'name');
    expect(reads).toBe(many.length);
  });
});

describe('finder', () => {
  const { find, prepare } = finder(columns, (r) => `also ${r.name === 'Ärhus' ? 'https://A.example' : ''}`);

  test.each([
    ['portal', ['portal 10', 'Portal 9']],
    ['30 PORTAL', ['Portal 9']], // words of several columns, in any order
    ['a.example', ['Ärhus']], // what no column shows
    ['nowhere', []],
  ])('%j', (words, want) => {
    expect(names(find(rows, words))).toEqual(want);
  });

  test('reads each row once, however often it is asked', () => {
    const fresh = [{ name: 'new', days: 1 }];
    reads = 0;
    prepare(fresh);
    find(fresh, 'n');
    find(fresh, 'ne');
    expect(reads).toBe(1);
  });
});

test('where there is no room, columns that wide windows alone show go one by one, the last first', () => {
  const wide: Column<Row>[] = [
    { id: 'a', title: 'A', text: () => '', width: [20, 1] },
    { id: 'b', title: 'B', text: () => '', width: [10, 1], wideOnly: true },
    { id: 'c', title: 'C', text: () => '', width: [5, 1], wideOnly: true },
    { id: 'd', title: 'D', text: () => '', width: [5, 1] },
  ];
  const sets = columnSets(wide);
  expect(sets.map((set) => set.columns.map(({ id }) => id).join(''))).toEqual(['abcd', 'abd', 'ad']);
  expect(sets.map(({ from }) => from - (sets[2]?.from ?? 0))).toEqual([15, 10, 0]);
});
