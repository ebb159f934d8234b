import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openWindow, rowsOf } from '../../testing/window';

describe('first start', () => {
  test('offers three ways to begin', async () => {
    await openWindow({ name: 'empty' });
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Welcome to Gatehouse');
    for (const name of [/Create a local portal/, /Open a site folder/, /Explore the sample/]) {
      expect(screen.getByRole('button', { name })).toBeEnabled();
    }
  });

  test('shows the portals of the sample once it is loaded', async () => {
    const { user } = await openWindow({ name: 'empty' });
    await user.click(screen.getByRole('button', { name: /Explore the sample/ }));
    const next = await screen.findByRole('region', { name: 'Next keys to expire' });
    expect(within(next).getByRole('link', { name: 'Contoso Partners' })).toBeVisible();
  });

  test('says why the sample could not be loaded, and stays', async () => {
    const { user } = await openWindow({
      name: 'empty',
      prepare: (twin) => {
        twin.fail(
          'Shell.LoadSample',
          fault('denied', 'The data folder cannot be written.', { hint: 'Free it.' }),
        );
      },
    });
    await user.click(screen.getByRole('button', { name: /Explore the sample/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The data folder cannot be written.Free it.');
    expect(screen.getByRole('button', { name: /Create a local portal/ })).toBeVisible();
  });
});

describe('home', () => {
  test('warns of expired, critical and soon keys, worst first, and leaves retired portals out', async () => {
    await openWindow();
    const titles = screen.getAllByText(/^The authentication key of/).map((title) => title.textContent);
    expect(titles).toEqual([
      'The authentication key of Adventure Works Dealers has expired.',
      'The authentication key of Contoso Customer Service expires soon.',
      'The authentication key of Contoso Partners expires soon.',
    ]);
    expect(screen.queryByText(/Contoso Events 2019 has expired/)).not.toBeInTheDocument();
  });

  test('a tile leads to exactly the portals it counts', async () => {
    const { user } = await openWindow();
    const tiles = screen.getByRole('list', { name: 'Portals by key state' });
    await user.click(within(tiles).getByRole('link', { name: /Healthy/ }));
    const table = await screen.findByRole('table', { name: 'Portals' });
    expect(rowsOf(table).map(([name]) => name)).toEqual(['Wide World Grants', 'Northwind Suppliers']);
  });

  test('shows when every key ends, as a chart and as a table', async () => {
    const { user } = await openWindow();
    const card = screen.getByRole('region', { name: 'When keys expire' });
    const chart = within(card).getByRole('group', { name: 'Keys by the time left' });
    expect(within(chart).getByRole('link', { name: /^Adventure Works Dealers: expired / })).toBeVisible();
    expect(within(chart).getByRole('link', { name: /^Northwind Suppliers: expires in / })).toBeVisible();
    expect(within(chart).queryByRole('link', { name: /Contoso Events 2019/ })).not.toBeInTheDocument();
    await user.click(within(card).getByRole('button', { name: 'Show as table' }));
    expect(within(card).getByRole('row', { name: /^Adventure Works Dealers Expired/ })).toBeVisible();
    await user.click(within(card).getByRole('button', { name: 'Show as chart' }));
    await user.click(
      within(screen.getByRole('group', { name: 'Keys by the time left' })).getByRole('link', {
        name: /^Contoso Partners/,
      }),
    );
    expect(await screen.findByRole('heading', { level: 1, name: 'Contoso Partners' })).toBeVisible();
  });

  test('asks for nothing beyond the first answer but updates and reminders', async () => {
    const { twin } = await openWindow();
    expect([...new Set(twin.calls)].sort()).toEqual([
      'Reminders.Overview',
      'Renewals.Pending',
      'Shell.Start',
    ]);
  });

  test('waits for a slow key store without holding up the page', async () => {
    await openWindow({
      prepare: (twin) => {
        twin.keyStoreWarning = 'No key store is running.';
        twin.lookingForKeyStore = true;
      },
    });
    expect(await screen.findByText('No key store is running.')).toBeVisible();
  });

  test('asks again when the backend says that portals changed', async () => {
    const { twin } = await openWindow();
    await waitFor(() => {
      twin.emit('portals');
      expect(twin.calls).toContain('Portals.List');
    });
  });
});

describe('start failure', () => {
  test('fills the window with message, hint, place and reference, and recovers', async () => {
    const { user, twin } = await openWindow({ name: 'failing' });
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('The database is in use by another program.');
    expect(alert).toHaveTextContent('Close the other Gatehouse window');
    expect(alert).toHaveTextContent('gatehouse.db');
    expect(alert).toHaveTextContent('Reference K7QX2M');
    twin.heal('Shell.Start');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Welcome to Gatehouse' })).toBeVisible();
  });

  test('goes away by itself once the program has its data', async () => {
    const { twin } = await openWindow({ name: 'failing' });
    twin.heal('Shell.Start');
    await waitFor(() => {
      act(() => {
        twin.emit('data-opened');
      });
      expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Welcome to Gatehouse');
    });
  });
});
