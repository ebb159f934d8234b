import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import { openWindow } from '../../testing/window';

const at = (search: string, portal = guid(2)) => `/portals/${portal}/permissions?${search}`;

// Asking for grids and cells by role would have each cell looked at, which takes seconds.
const gridOf = (label: string) =>
  screen.findByLabelText(label, { selector: '[role$="grid"]' }, { timeout: 15_000 });

const all = (within: Element, role: string) => [...within.querySelectorAll<HTMLElement>(`[role="${role}"]`)];

const read = (element: Element) => element.textContent.replaceAll(/\s+/g, ' ').trim();

/** The row that a row header names. */
function rowOf(grid: HTMLElement, name: RegExp): HTMLElement | undefined {
  return all(grid, 'rowheader').find((header) => name.test(read(header)))?.parentElement ?? undefined;
}

const texts = (row: HTMLElement | undefined) => (row ? all(row, 'gridcell').map(read) : []);

describe('the matrix of roles and pages', () => {
  test('names every column with its flag, and labels every granted cell with its source', async () => {
    await openWindow({ at: at('view=role-pages') });
    const grid = await gridOf('Roles and pages');
    expect(all(grid, 'columnheader').map(read)).toEqual([
      'Page',
      'Not signed in Anonymous',
      'Signed in No role given',
      'Web role Administrators',
      'Flag: authenticated users Authenticated Users',
      'Flag: anonymous users Jeder Besucher',
      'Web role Partner Managers',
    ]);
    const row = rowOf(grid, /^Orders/);
    expect(texts(row)).toEqual([
      'No',
      'No',
      'Yes inherited grant change',
      'No',
      'No',
      'Yes passes own restrict read',
    ]);
  });

  test('leaves out pages nobody may change until refusals are asked for, and opens a role’s cell', async () => {
    const { user } = await openWindow({ at: at('view=role-pages&right=change') });
    const grid = await gridOf('Roles and pages');
    expect(within(grid).queryByText('Summer campaign')).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Refusals too' }));
    expect(await screen.findByText('Summer campaign')).toBeVisible();
    const row = rowOf(grid, /^Orders/);
    const cell = row && all(row, 'gridcell')[5];
    if (cell) await user.click(cell);
    expect(
      await screen.findByRole('dialog', { name: 'Signed in, with Partner Managers Change page Orders' }),
    ).toBeVisible();
  });

  test('draws only what is in sight of 100 roles and 5,000 pages, and says how many there are', async () => {
    const { user } = await openWindow({ name: 'large', at: at('view=role-pages', guid(10)) });
    const grid = await gridOf('Roles and pages');
    expect(grid).toHaveAttribute('aria-colcount', '102');
    expect(Number(grid.getAttribute('aria-rowcount'))).toBeGreaterThan(4900);
    await waitFor(() => {
      expect(all(grid, 'gridcell').length).toBeGreaterThan(50);
    });
    expect(all(grid, 'gridcell').length).toBeLessThan(600);

    // Scrolled both ways, other rows and columns are drawn.
    const region = grid.parentElement;
    if (!region) throw new Error('the grid stands in no region');
    region.scrollTop = 48_000;
    region.scrollLeft = 7_000;
    fireEvent.scroll(region);
    await waitFor(() => {
      expect(all(grid, 'row').some((row) => row.getAttribute('aria-rowindex') === '1010')).toBe(true);
    });
    expect(all(grid, 'gridcell').some((cell) => cell.getAttribute('aria-colindex') === '52')).toBe(true);

    // The far corner is one key away, is drawn with its place, and its column is named.
    const [first] = all(grid, 'rowheader');
    first?.focus();
    await user.keyboard('{Control>}{End}{/Control}');
    await waitFor(() => {
      expect(document.activeElement).toHaveAttribute('aria-colindex', '102');
    });
    const row = document.activeElement?.closest('[role="row"]');
    expect(row?.getAttribute('aria-rowindex')).toBe(grid.getAttribute('aria-rowcount'));
    const heads = all(grid, 'columnheader');
    expect(heads.some((head) => head.getAttribute('aria-colindex') === '102')).toBe(true);
    expect(all(grid, 'gridcell').length).toBeLessThan(600);
  });
});

test('a link to a cell far down draws it, marked and ready for the keyboard', async () => {
  const last = guid(5999, 30);
  await openWindow({ name: 'large', at: at(`cell=page~read~~${last}`, guid(10)) });
  const grid = await gridOf('Pages');
  await waitFor(() => {
    expect(grid.querySelector('[role="gridcell"][aria-selected="true"]')).toHaveAttribute('tabindex', '0');
  });
});

describe('the matrix of roles and tables', () => {
  test('has a line for each privilege that somebody has, with its reach and access types', async () => {
    const { user } = await openWindow({ at: at('view=role-tables') });
    const grid = await gridOf('Roles and tables');
    const row = rowOf(grid, /^account Read/);
    expect(texts(row)).toEqual(['None', 'None', 'None', 'None', 'None', 'Some Account']);
    expect(rowOf(grid, /^account Delete/)).toBeUndefined();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Which right' }), 'delete');
    await waitFor(() => {
      expect(all(grid, 'rowheader').map(read)).toEqual(['adx_webpage Delete']);
    });
  });

  test('shows what a role gives by itself', async () => {
    const { user } = await openWindow({ at: at('view=role-tables') });
    const grid = await gridOf('Roles and tables');
    expect(texts(rowOf(grid, /^contact Read/))[5]).toBe('Some Self');
    await user.selectOptions(screen.getByRole('combobox', { name: 'What a role stands for' }), 'alone');
    await waitFor(async () => {
      expect(texts(rowOf(await gridOf('Roles and tables'), /^contact Read/))[5]).toBe('None');
    });
  });
});
