import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import { openWindow } from '../../testing/window';

const at = (search: string, portal = guid(2)) => `/portals/${portal}/permissions?${search}`;

function texts(row: HTMLElement): string[] {
  return within(row)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim());
}

describe('the matrix of roles and pages', () => {
  test('names every column with its flag, and labels every granted cell with its source', async () => {
    await openWindow({ at: at('view=role-pages') });
    const grid = await screen.findByRole('treegrid', { name: 'Roles and pages' });
    expect(
      within(grid)
        .getAllByRole('columnheader')
        .map((head) => head.textContent),
    ).toEqual([
      'Page',
      'Not signed in Anonymous',
      'Signed in No role given',
      'Web role Administrators',
      'Flag: authenticated users Authenticated Users',
      'Flag: anonymous users Jeder Besucher',
      'Web role Partner Managers',
    ]);
    const row = within(grid).getByRole('row', { name: /^Orders/ });
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
    const grid = await screen.findByRole('treegrid', { name: 'Roles and pages' });
    expect(within(grid).queryByText('Summer campaign')).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Refusals too' }));
    expect(await screen.findByText('Summer campaign')).toBeVisible();
    const row = within(screen.getByRole('treegrid')).getByRole('row', { name: /^Orders/ });
    const cell = within(row).getAllByRole('gridcell')[5];
    if (cell) await user.click(cell);
    expect(
      await screen.findByRole('dialog', { name: 'Signed in, with Partner Managers Change page Orders' }),
    ).toBeVisible();
  });

  test('draws only what is in sight of 100 roles and 5,000 pages, and says how many there are', async () => {
    const { user } = await openWindow({ name: 'large', at: at('view=role-pages', guid(10)) });
    const grid = await screen.findByRole('treegrid', { name: 'Roles and pages' }, { timeout: 20_000 });
    expect(grid).toHaveAttribute('aria-colcount', '102');
    expect(Number(grid.getAttribute('aria-rowcount'))).toBeGreaterThan(4900);
    await waitFor(() => {
      expect(within(grid).getAllByRole('gridcell').length).toBeGreaterThan(50);
    });
    expect(within(grid).getAllByRole('gridcell').length).toBeLessThan(600);

    // The far corner is one key away, is drawn with its place, and its column is named.
    const [first] = within(grid).getAllByRole('rowheader');
    first?.focus();
    await user.keyboard('{Control>}{End}{/Control}');
    await waitFor(() => {
      expect(document.activeElement).toHaveAttribute('aria-colindex', '102');
    });
    const row = document.activeElement?.closest('[role="row"]');
    expect(row?.getAttribute('aria-rowindex')).toBe(grid.getAttribute('aria-rowcount'));
    const heads = within(grid).getAllByRole('columnheader');
    expect(heads.some((head) => head.getAttribute('aria-colindex') === '102')).toBe(true);
    expect(within(grid).getAllByRole('gridcell').length).toBeLessThan(600);
  });

  test('draws other rows after scrolling', async () => {
    await openWindow({ name: 'large', at: at('view=role-pages', guid(10)) });
    const grid = await screen.findByRole('treegrid', { name: 'Roles and pages' }, { timeout: 20_000 });
    const region = grid.parentElement;
    if (!region) throw new Error('the grid stands in no region');
    region.scrollTop = 48_000;
    region.scrollLeft = 7_000;
    fireEvent.scroll(region);
    await waitFor(() => {
      expect(
        within(grid)
          .getAllByRole('row')
          .some((row) => row.getAttribute('aria-rowindex') === '1010'),
      ).toBe(true);
    });
    expect(
      within(grid)
        .getAllByRole('gridcell')
        .some((c) => c.getAttribute('aria-colindex') === '52'),
    ).toBe(true);
  });
});

describe('the matrix of roles and tables', () => {
  test('has a line for each privilege that somebody has, with its reach and access types', async () => {
    const { user } = await openWindow({ at: at('view=role-tables') });
    const grid = await screen.findByRole('grid', { name: 'Roles and tables' });
    const row = within(grid).getByRole('row', { name: /^account Read/ });
    expect(texts(row)).toEqual(['None', 'None', 'None', 'None', 'None', 'Some Account']);
    expect(within(grid).queryByRole('row', { name: /^account Delete/ })).not.toBeInTheDocument();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Which right' }), 'delete');
    await waitFor(() => {
      const names = within(screen.getByRole('grid')).getAllByRole('rowheader');
      expect(names.map((name) => name.textContent)).toEqual(['adx_webpage Delete']);
    });
  });

  test('shows what a role gives by itself', async () => {
    const { user } = await openWindow({ at: at('view=role-tables') });
    await screen.findByRole('grid', { name: 'Roles and tables' });
    const own = () => within(screen.getByRole('grid')).getByRole('row', { name: /^contact Read/ });
    expect(texts(own())[5]).toBe('Some Self');
    await user.selectOptions(screen.getByRole('combobox', { name: 'What a role stands for' }), 'alone');
    await waitFor(() => {
      expect(texts(own())[5]).toBe('None');
    });
  });
});
