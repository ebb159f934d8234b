import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openPortal, openWindow } from '../../testing/window';

describe('settings', () => {
  test('are saved, and say so', async () => {
    const { user } = await openWindow({ at: '/settings' });
    const actingUser = await screen.findByLabelText('Acting user');
    expect(screen.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
    await user.clear(actingUser);
    await user.type(actingUser, 'lee.gu@contoso.example');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Settings saved')).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'lee.gu@contoso.example' })).toBeVisible();
  });

  test('that the backend refuses stay in the form', async () => {
    const { user } = await openWindow({ at: '/settings' });
    await user.clear(await screen.findByLabelText('Acting user'));
    await user.click(screen.getByRole('radio', { name: 'Dark' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The acting user is missing.');
    expect(screen.getByRole('radio', { name: 'Dark' })).toBeChecked();
  });

  test('switch the words of every screen', async () => {
    const { user } = await openWindow({ at: '/settings' });
    await user.click(await screen.findByRole('radio', { name: /Dynamics 365 Portals/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Settings saved');
    await openPortal(user, 'Contoso Customer Service', 'Entity permissions');
    expect(await screen.findByRole('table', { name: 'Entity permissions' })).toBeVisible();
  });

  test('let the program start at sign-in, and back', async () => {
    const { user, twin } = await openWindow({ at: '/settings' });
    const start = await screen.findByRole('switch', { name: 'Start Gatehouse when I sign in' });
    expect(start).not.toBeChecked();
    await user.click(start);
    await waitFor(() => {
      expect(start).toBeChecked();
    });
    expect(await screen.findByText('Gatehouse starts when you sign in')).toBeInTheDocument();
    twin.fail('Settings.SetAutostart', fault('denied', 'Starting at sign-in cannot be changed.'));
    await user.click(start);
    expect(await screen.findByRole('alert')).toHaveTextContent('Starting at sign-in cannot be changed.');
    expect(start).toBeChecked();
  });

  test('tell where things are kept', async () => {
    const { user, twin } = await openWindow({ at: '/settings' });
    const about = await screen.findByRole('region', { name: 'About and storage' });
    expect(await within(about).findByText(/Windows Credential Manager/)).toBeVisible();
    expect(about).toHaveTextContent('Gatehouse 0.1.0');
    await user.click(within(about).getByRole('button', { name: 'Open data folder' }));
    expect(twin.calls).toContain('Shell.OpenDataFolder');
  });

  test('remove the sample only after asking', async () => {
    const { user } = await openWindow({ name: 'empty' });
    await user.click(screen.getByRole('button', { name: /Explore the sample/ }));
    await screen.findByRole('region', { name: 'Next keys to expire' });
    await user.click(screen.getByRole('link', { name: 'Settings' }));
    await user.click(await screen.findByRole('button', { name: 'Remove sample…' }));
    await user.click(await screen.findByRole('button', { name: 'Remove sample' }));
    await waitFor(() => {
      expect(screen.queryByRole('region', { name: 'Sample' })).not.toBeInTheDocument();
    });
    await user.click(await screen.findByRole('link', { name: 'Home' }));
    expect(await screen.findByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  });
});
