import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openWindow, rowsOf } from '../../testing/window';

const names = () => rowsOf(screen.getByRole('table', { name: 'Portals' })).map(([name]) => name);

describe('the portal list', () => {
  test('shows the portals in service, the next key to expire first', async () => {
    await openWindow({ at: '/portals' });
    await screen.findByRole('table', { name: 'Portals' });
    expect(names()).toEqual([
      'Adventure Works Dealers',
      'Contoso Customer Service',
      'Contoso Partners',
      'Fabrikam Field Service',
      'Wide World Grants',
      'Northwind Suppliers',
      'Tailspin Self-Service',
    ]);
  });

  test('marks a portal whose watched certificate could not be read, and filters by the unknown state', async () => {
    const { user } = await openWindow({
      at: '/portals',
      prepare: (twin) => {
        twin.unreadable('Fabrikam Field Service', 8);
      },
    });
    const marks = await screen.findAllByText('Not read');
    expect(marks).toHaveLength(1);
    expect(marks[0]?.closest('tr, [role="row"]')).toHaveTextContent(/Fabrikam Field Service.*Unknown/);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Key state' }), 'unknown');
    await waitFor(() => {
      expect(names()).toEqual([expect.stringContaining('Fabrikam Field Service')]);
    });
  });

  test('filters by every word, and says how many are left', async () => {
    const { user } = await openWindow({ at: '/portals' });
    await user.type(await screen.findByRole('searchbox', { name: 'Filter portals' }), 'partners sales');
    await waitFor(() => {
      expect(names()).toEqual(['Contoso Partners']);
    });
    expect(screen.getByText('1 of 7')).toBeVisible();
    await user.type(screen.getByRole('searchbox', { name: 'Filter portals' }), ' nowhere');
    await user.click(await screen.findByRole('button', { name: 'Clear filter' }));
    await waitFor(() => {
      expect(names()).toHaveLength(7);
    });
  });

  test('sorts by a column, both ways, and says so', async () => {
    const { user } = await openWindow({ at: '/portals' });
    const head = await screen.findByRole('columnheader', { name: 'Name' });
    await user.click(within(head).getByRole('button'));
    await waitFor(() => {
      expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    });
    expect(names()[0]).toBe('Adventure Works Dealers');
    await user.click(within(screen.getByRole('columnheader', { name: 'Name' })).getByRole('button'));
    await waitFor(() => {
      expect(names()[0]).toBe('Wide World Grants');
    });
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  });

  test('exports what it shows, in the order in which it shows it', async () => {
    const { user, twin } = await openWindow({ at: '/portals' });
    twin.chosen = '/home/ana';
    await user.type(await screen.findByRole('searchbox', { name: 'Filter portals' }), 'contoso');
    await user.click(within(screen.getByRole('columnheader', { name: 'Name' })).getByRole('button'));
    await waitFor(() => {
      expect(names()).toEqual(['Contoso Customer Service', 'Contoso Partners']);
    });
    await user.click(within(screen.getByRole('columnheader', { name: 'Name' })).getByRole('button'));
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Excel workbook' }));
    expect(await screen.findByText('/home/ana/portals.xlsx')).toBeVisible();
    expect(twin.exportedPortals).toEqual(['Contoso Partners', 'Contoso Customer Service']);

    twin.fail(
      'Portals.Export',
      fault('denied', 'The file cannot be written.', { hint: 'Choose another folder.' }),
    );
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'CSV' }));
    expect(await screen.findByText('The file cannot be written. Choose another folder.')).toBeVisible();
  });

  test('finds retired portals only when asked', async () => {
    const { user } = await openWindow({ at: '/portals' });
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Service' }), 'retired');
    await waitFor(() => {
      expect(names()).toEqual(['Contoso Events 2019Retired']);
    });
  });

  test('draws only the rows in sight of 5,000 portals', async () => {
    await openWindow({ name: 'large', at: '/portals' });
    const table = await screen.findByRole('table', { name: 'Portals' });
    expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(4_900);
    await waitFor(() => {
      expect(within(table).getAllByRole('row').length).toBeGreaterThan(10);
    });
    expect(within(table).getAllByRole('row').length).toBeLessThan(60);
  });

  test('shows a failed load in place and tries again', async () => {
    const { user, twin } = await openWindow({ at: '/review' });
    twin.fail('Portals.Get', fault('unreachable', 'The store does not answer.', { hint: 'Wait a moment.' }));
    await user.click(screen.getByRole('link', { name: 'Portals' }));
    await user.click(await screen.findByRole('link', { name: 'Contoso Partners' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The store does not answer.Wait a moment.');
    twin.heal('Portals.Get');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('tab', { name: 'Overview' })).toBeVisible();
  });
});

describe('creating a local portal', () => {
  const open = async () => {
    const opened = await openWindow({ name: 'empty' });
    await opened.user.click(screen.getByRole('button', { name: /Create a local portal/ }));
    return { ...opened, dialog: await screen.findByRole('dialog', { name: 'Create a local portal' }) };
  };

  test('ends at its key', async () => {
    const { user, dialog } = await open();
    await user.type(within(dialog).getByLabelText('Name'), 'Contoso Help');
    await user.type(within(dialog).getByLabelText('URL'), 'https://help.contoso.example');
    await user.click(within(dialog).getByRole('button', { name: 'Create' }));
    expect(await screen.findByRole('heading', { name: 'Manage portal authentication key' })).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Contoso Help');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  test('shows a refusal at its field and keeps what was entered', async () => {
    const { user, dialog } = await open();
    await user.type(within(dialog).getByLabelText('Name'), 'Contoso Help');
    await user.type(within(dialog).getByLabelText('URL'), 'help.contoso.example');
    await user.click(within(dialog).getByRole('button', { name: 'Create' }));
    await waitFor(() => {
      expect(within(dialog).getByLabelText('URL')).toHaveAccessibleDescription(/is not an https address/);
    });
    expect(within(dialog).getByLabelText('Name')).toHaveValue('Contoso Help');
    expect(within(dialog).queryByText('Something went wrong')).not.toBeInTheDocument();
  });

  test('shows any other failure above the form and keeps what was entered', async () => {
    const { user, dialog, twin } = await open();
    twin.fail('Portals.Provision', fault('denied', 'The key store is locked.', { reference: 'AB12' }));
    await user.type(within(dialog).getByLabelText('Name'), 'Contoso Help');
    await user.click(within(dialog).getByRole('button', { name: 'Create' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('The key store is locked.');
    expect(within(dialog).getByRole('alert')).toHaveTextContent('Reference AB12');
    expect(within(dialog).getByLabelText('Name')).toHaveValue('Contoso Help');
  });
});

describe('watching a portal', () => {
  test('shows the certificate before anything is saved', async () => {
    const { user, twin } = await openWindow({ at: '/portals' });
    await user.click(await screen.findByRole('button', { name: 'New portal' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Watch a portal hosted elsewhere' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Name'), 'Elsewhere');
    await user.type(within(dialog).getByLabelText('Certificate file'), 'C:\\keys\\elsewhere.pfx');
    await user.click(within(dialog).getByRole('button', { name: 'Read certificate' }));
    expect(await within(dialog).findByText('The file is protected with a password.')).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Watch portal' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await user.type(within(dialog).getByLabelText('Password of the file'), 'secret');
    await user.click(within(dialog).getByRole('button', { name: 'Read certificate' }));
    expect(await within(dialog).findByText('CN=grants.wideworld.example')).toBeVisible();
    expect(twin.calls).not.toContain('Portals.Watch');
    await user.click(within(dialog).getByRole('button', { name: 'Watch portal' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Elsewhere' })).toBeVisible();
  });

  test('is offered for a certificate dropped on the window', async () => {
    const { twin } = await openWindow();
    await waitFor(() => {
      expect(twin.dropped).toBeDefined();
    });
    act(() => {
      twin.dropped?.(0, 0, ['C:\\keys\\grants.cer']);
    });
    const dialog = await screen.findByRole('dialog', { name: 'Watch a portal hosted elsewhere' });
    expect(await within(dialog).findByText('CN=grants.wideworld.example')).toBeVisible();
  });
});
