import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Column } from './column';
import { DataTable } from './data-table';

const rows = ['a', 'b', 'c'].map((id) => ({ id }));
const cell = vi.fn((row: { id: string }) => row.id);
const columns: Column<{ id: string }>[] = [
  { id: 'id', title: 'Id', text: (r) => r.id, cell, hint: (r) => `hint ${r.id}`, width: [1, 1] },
];

const table = (shown: typeof rows, onOpen: (id: string) => void) => (
  // Functions of their own with each drawing, as pages pass them.
  <DataTable
    label="Things"
    rows={shown}
    columns={columns}
    rowId={(r) => r.id}
    sort="id"
    onSort={() => undefined}
    onOpen={(id) => {
      onOpen(id);
    }}
  />
);

test('draws only those rows anew of which something has changed, and opens with the newest function', async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const { rerender } = render(table(rows, first));
  expect(cell).toHaveBeenCalledTimes(3);
  rerender(table([...rows, { id: 'd' }], second));
  expect(cell).toHaveBeenCalledTimes(4);

  await userEvent.click(screen.getByRole('button', { name: 'b' }));
  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledWith('b');
});

test('tells the pointer the hint of a column', () => {
  render(table(rows, () => undefined));
  expect(screen.getByRole('cell', { name: 'a' })).toHaveAttribute('title', 'hint a');
});
