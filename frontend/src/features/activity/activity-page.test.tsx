import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openPortal, openWindow } from '../../testing/window';

const entries = () => screen.getAllByRole('listitem').length;

describe('activity', () => {
  test('comes newest first, a page at a time, to its very beginning', async () => {
    const { user } = await openWindow({ name: 'large', at: '/activity' });
    expect(await screen.findByText('100 entries shown')).toBeVisible();
    expect(screen.getByRole('region', { name: 'Today' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Show earlier' }));
    expect(await screen.findByText('200 entries shown')).toBeVisible();
    for (const shown of ['300 entries shown', '400 entries shown', 'All 450 entries shown']) {
      await user.click(screen.getByRole('button', { name: 'Show earlier' }));
      expect(await screen.findByText(shown)).toBeVisible();
    }
    expect(screen.queryByRole('button', { name: 'Show earlier' })).not.toBeInTheDocument();
  });

  test('keeps what is shown when a later page fails', async () => {
    const { user, twin } = await openWindow({ name: 'large', at: '/activity' });
    await screen.findByText('100 entries shown');
    twin.fail('Activity.List', fault('unreachable', 'The log does not answer.'));
    await user.click(screen.getByRole('button', { name: 'Show earlier' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The log does not answer.');
    expect(screen.getByText('100 entries shown')).toBeVisible();
  });

  test('can be narrowed to one portal', async () => {
    const { user } = await openWindow({ at: '/activity' });
    await screen.findByText('All 24 entries shown');
    const all = entries();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Portal' }), 'Contoso Partners');
    expect(await screen.findByText('All 3 entries shown')).toBeVisible();
    expect(entries()).toBeLessThan(all);
  });

  test('of one portal stands on its last tab', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners', 'Activity');
    expect(await screen.findByText('All 3 entries shown')).toBeVisible();
    expect(within(screen.getByRole('tabpanel')).getAllByText(/alex@contoso\.example/)).toHaveLength(3);
  });

  test('says so when nothing has happened', async () => {
    await openWindow({ name: 'empty', at: '/activity' });
    expect(await screen.findByText('Nothing has happened yet')).toBeVisible();
  });
});
