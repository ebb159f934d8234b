import { expect, test } from 'vitest';
import { moved } from './grid-keys';

const size = { rows: 100, columns: 5, page: 10 };
const at = { row: 50, column: 2 };

test.each([
  ['ArrowDown', false, { row: 51, column: 2 }],
  ['ArrowUp', true, { row: 0, column: 2 }],
  ['ArrowLeft', false, { row: 50, column: 1 }],
  ['ArrowRight', true, { row: 50, column: 4 }],
  ['PageDown', false, { row: 60, column: 2 }],
  ['PageUp', false, { row: 40, column: 2 }],
  ['Home', false, { row: 50, column: 0 }],
  ['Home', true, { row: 0, column: 0 }],
  ['End', false, { row: 50, column: 4 }],
  ['End', true, { row: 99, column: 4 }],
])('%s (Ctrl: %s) moves', (key, ctrlKey, want) => {
  expect(moved({ key, ctrlKey }, at, size)).toEqual(want);
});

test('stays within the grid, and other keys do not move', () => {
  expect(moved({ key: 'ArrowUp', ctrlKey: false }, { row: 0, column: 0 }, size)).toEqual({
    row: 0,
    column: 0,
  });
  expect(moved({ key: 'PageDown', ctrlKey: false }, { row: 97, column: 4 }, size)).toEqual({
    row: 99,
    column: 4,
  });
  expect(moved({ key: 'a', ctrlKey: false }, at, size)).toBeUndefined();
});
