import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openPortal, openWindow, rowsOf } from '../../testing/window';

const portal = 'Contoso Customer Service';

describe('site pages', () => {
  test('without a snapshot offer to import one into this portal', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners', 'Web roles');
    // The overview, which is left here, has a button of the same name.
    await screen.findByText('No site was imported for this portal yet');
    await user.click(screen.getByRole('button', { name: 'Import site…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Open a site folder' });
    await user.type(within(dialog).getByLabelText('Folder or archive'), '/sites/two{Enter}');
    expect(await within(dialog).findByRole('checkbox', { name: 'Contoso Careers' })).toBeChecked();
  });

  test('show a failed load in place', async () => {
    const { user } = await openWindow({
      prepare: (twin) => {
        twin.fail(
          'Snapshots.Latest',
          fault('internal', 'The snapshot cannot be read.', { reference: 'ZZ9' }),
        );
      },
    });
    await openPortal(user, portal, 'Web roles');
    expect(await screen.findByRole('alert')).toHaveTextContent('The snapshot cannot be read.Reference ZZ9');
  });

  test('name roles as stored and mark them by flag', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'Web roles');
    const rows = rowsOf(await screen.findByRole('table', { name: 'Web roles' }));
    expect(rows.find(([name]) => name === 'Jeder Besucher')?.[1]).toBe('Anonymous users');
    expect(rows.find(([name]) => name?.startsWith('Campaign 2019'))?.[0]).toBe('Campaign 2019Inactive');
  });

  test('show a table permission whole, with its place, and close by keyboard', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'Table permissions');
    await user.click(await screen.findByRole('button', { name: 'Order lines' }));
    const details = await screen.findByRole('dialog', { name: 'Child permission Order lines' });
    expect(details).toHaveTextContent('Parent not in the export');
    expect(details).toHaveTextContent('table-permissions/Order-lines.tablepermission.yml:1');
    expect(details).toHaveTextContent('adx_entitypermission / mspp_entitypermission');
    expect(within(details).getByRole('button', { name: 'Copy record id' })).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
  });

  test('say that a child takes its roles from the parent, and which references are missing', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'Table permissions');
    const rows = rowsOf(await screen.findByRole('table', { name: 'Table permissions' }));
    expect(rows.find(([name]) => name === 'Case notes')?.[4]).toBe('From the parent');
    expect(rows.find(([name]) => name === 'Orders of partners')?.[4]).toBe(
      'Role not in the export, Partner Managers',
    );
  });

  test('find a table permission by its stored table name', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'Table permissions');
    await user.type(await screen.findByRole('searchbox'), 'adx_entitypermission self');
    await waitFor(() => {
      expect(rowsOf(screen.getByRole('table')).map(([name]) => name)).toEqual(['Own profile']);
    });
  });

  test('always tell restrict read from grant change', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'Page permissions');
    const rows = rowsOf(await screen.findByRole('table', { name: 'Page permissions' }));
    expect(new Set(rows.map(([, right]) => right))).toEqual(new Set(['Restrict read', 'Grant change']));
    expect(rows.find(([name]) => name === 'Left from a deleted page')?.[2]).toBe('Page not in the export');
  });

  test('never show the value of a secret', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'Site settings');
    const rows = rowsOf(await screen.findByRole('table', { name: 'Site settings' }));
    expect(rows.find(([name]) => name?.endsWith('ClientSecret'))?.[1]).toBe('Secret, not shown');
    expect(rows.find(([name]) => name?.endsWith('Authority'))?.[1]).toBe(
      'From environment variable contoso_SignInAuthority',
    );
  });

  test('draw only the rows in sight of 5,000 site settings', async () => {
    const { user } = await openWindow({ settingCount: 5000 });
    await openPortal(user, portal, 'Site settings');
    const table = await screen.findByRole('table', { name: 'Site settings' });
    expect(table).toHaveAttribute('aria-rowcount', '5001');
    await waitFor(() => {
      expect(within(table).getAllByRole('row').length).toBeGreaterThan(10);
    });
    expect(within(table).getAllByRole('row').length).toBeLessThan(60);
  });

  test('account for every record, and say what one names in vain', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'What was read');
    expect(await screen.findByText(/1,318 records: 1,300 used/)).toBeVisible();
    await user.click(screen.getByRole('tab', { name: 'Records' }));
    const table = () => screen.getByRole('table', { name: 'Records that are not simply used' });
    await waitFor(() => {
      expect(rowsOf(table()).map((cells) => `${cells[0] ?? ''}: ${cells[2] ?? ''}`)).toEqual([
        'Careers (old): Duplicate',
        '14 records: Ignored',
        'Old campaign replies: Inactive',
        'Orders of partners: Names what is not there',
        'Without id: Unreadable',
      ]);
    });
    await user.selectOptions(screen.getByRole('combobox', { name: 'What became of the record' }), 'dangling');
    await waitFor(() => {
      expect(rowsOf(table())).toHaveLength(1);
    });
    expect(rowsOf(table())[0]?.[3]).toMatch(
      /^It names the web role .* in adx_entitypermission_webrole, which is not there\.$/,
    );
    await user.click(screen.getByRole('button', { name: 'Orders of partners' }));
    const details = await screen.findByRole('dialog', { name: /Orders of partners/ });
    expect(details).toHaveTextContent('Names a web role that is not there');
    expect(details).toHaveTextContent('Orders-of-partners.tablepermission.yml:1');
  });

  test('account for every file and every problem', async () => {
    const { user } = await openWindow();
    await openPortal(user, portal, 'What was read');
    const problems = rowsOf(await screen.findByRole('table', { name: 'Problems' }));
    expect(problems.map(([, severity]) => severity)).toEqual(['Error', 'Warning', 'Warning', 'Note']);
    await user.click(screen.getByRole('tab', { name: 'Files' }));
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'What became of the file' }),
      'unreadable',
    );
    await waitFor(() => {
      expect(rowsOf(screen.getByRole('table', { name: 'Files' }))).toEqual([
        [
          'web-pages/careers/Careers.webpage.yml',
          'Unreadable',
          'Not valid YAML: a tab stands where spaces are needed. (line 14, column 1)',
        ],
      ]);
    });
  });
});
