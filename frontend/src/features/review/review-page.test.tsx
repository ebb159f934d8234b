import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openWindow } from '../../testing/window';

describe('review', () => {
  test('lists errors and warnings of each site, and who is anonymous', async () => {
    const { user } = await openWindow({ at: '/review' });
    const card = await screen.findByRole('region', { name: 'Northwind Suppliers' });
    const problems = await within(card).findByRole('list', {
      name: 'Errors and warnings of Northwind Suppliers',
    });
    expect(within(problems).getAllByRole('listitem')).toHaveLength(3);
    expect(within(card).getByRole('link', { name: 'Jeder Besucher' })).toBeVisible();
    await user.click(within(card).getByRole('link', { name: 'What was read of Northwind Suppliers' }));
    expect(await screen.findByRole('table', { name: 'Problems' })).toBeVisible();
  });

  test('reads no more sites than it shows', async () => {
    const { user, twin } = await openWindow({ name: 'large', settingCount: 1, at: '/review' });
    await screen.findByText(/^12 of \d+ sites shown$/);
    expect(twin.calls.filter((call) => call === 'Snapshots.Latest')).toHaveLength(12);
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByText(/^24 of \d+ sites shown$/)).toBeVisible();
  });

  test('shows a site that cannot be opened in its own place', async () => {
    await openWindow({
      at: '/review',
      prepare: (twin) => {
        twin.fail('Snapshots.Latest', fault('internal', 'The snapshot cannot be read.'));
      },
    });
    await waitFor(() => {
      expect(screen.getAllByText('The snapshot cannot be read.')).toHaveLength(3);
    });
  });

  test('offers to import a site where there is none', async () => {
    await openWindow({ name: 'empty', at: '/review' });
    expect(await screen.findByRole('button', { name: 'Open a site folder' })).toBeVisible();
  });
});
