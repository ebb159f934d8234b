import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { guid } from '../../bridge/fake/portals';
import { openPortal, openWindow } from '../../testing/window';

const partners = guid(3);

describe('update key', () => {
  test('says what will happen before anything does', async () => {
    const { user, twin } = await openWindow();
    await openPortal(user, 'Contoso Partners', 'Authentication key');
    await user.click(await screen.findByRole('button', { name: 'Update key' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Update the key of Contoso Partners?' });
    const steps = within(dialog).getByRole('list', { name: 'What will happen' });
    expect(steps).toHaveTextContent('The update runs in the background');
    expect(steps).toHaveTextContent('Contoso Partners restarts once.');
    expect(steps).toHaveTextContent('The new key is valid for two years.');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => {
      expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    });
    expect(twin.calls).not.toContain('Renewals.Start');
  });

  test('with obstacles has hints where the button would be', async () => {
    const { user, twin } = await openWindow();
    await openPortal(user, 'Wide World Grants', 'Authentication key');
    await user.click(await screen.findByRole('button', { name: 'Update key' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findByText(/is not an owner of this portal/)).toBeVisible();
    expect(dialog).toHaveTextContent('Ask an owner of the application to add you.');
    expect(within(dialog).queryByRole('button', { name: 'Update' })).not.toBeInTheDocument();
    expect(twin.calls).not.toContain('Renewals.Start');
  });

  test('leads to the update that is under way already', async () => {
    const { user } = await openWindow({ prepare: (twin) => void twin.app.Renewals.Start(partners) });
    await openPortal(user, 'Contoso Partners');
    await user.click(await screen.findByRole('button', { name: 'Update key' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findByText(/is being updated already/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Show the update' }));
    expect(await screen.findByRole('region', { name: 'Key update' })).toBeVisible();
  });

  test('stays open and says why when the backend refuses to start', async () => {
    const { user, twin } = await openWindow({ at: '/portals' });
    twin.fail(
      'Renewals.Start',
      fault('unreachable', 'The key store does not answer.', { hint: 'Unlock it.' }),
    );
    await user.click(await screen.findByRole('button', { name: 'Update key of Contoso Partners' }));
    const dialog = await screen.findByRole('alertdialog');
    await user.click(await within(dialog).findByRole('button', { name: 'Update' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('The key store does not answer.');
    expect(within(dialog).getByRole('button', { name: 'Update' })).toBeEnabled();
  });

  test('begins from the home page and goes to the progress', async () => {
    const { user, twin } = await openWindow();
    const next = screen.getByRole('region', { name: 'Next keys to expire' });
    await user.click(within(next).getByRole('button', { name: 'Update key of Contoso Partners' }));
    await user.click(await screen.findByRole('button', { name: 'Update' }));
    expect(await screen.findByRole('region', { name: 'Key update' })).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Contoso Partners');
    expect(twin.calls).not.toContain('Renewals.OpenPage');
  });

  test('retries an update that has failed, up to the support bundle', async () => {
    const { user, twin } = await openWindow({
      at: '/portals',
      prepare: (it) => {
        it.renewals.past(partners, 1, 'failed');
      },
    });
    await user.click(
      await screen.findByRole('button', { name: 'Retry Authentication Key Update of Contoso Partners' }),
    );
    for (const attempt of [2, 3]) {
      const dialog = await screen.findByRole('alertdialog', {
        name: 'Retry the update of the key of Contoso Partners?',
      });
      const steps = await within(dialog).findByRole('list', { name: 'What will happen' });
      expect(steps).toHaveTextContent(`This retries it: attempt ${String(attempt)}.`);
      await user.click(within(dialog).getByRole('button', { name: 'Retry Authentication Key Update' }));
      expect(await screen.findByText(`Attempt ${String(attempt)}`)).toBeVisible();
      act(() => {
        twin.renewals.breakDown(partners);
      });
      const manage = await screen.findByRole('region', { name: 'Manage portal authentication key' });
      const again = await within(manage).findByRole('button', { name: 'Retry Authentication Key Update' });
      if (attempt < 3) await user.click(again);
    }
    expect(await screen.findByRole('button', { name: 'Support bundle…' })).toBeVisible();
    expect(twin.renewals.all).toHaveLength(1);
  });

  test('is handed over for a portal hosted elsewhere', async () => {
    const { user, twin } = await openWindow({ at: '/portals' });
    await user.click(await screen.findByRole('button', { name: 'Update key of Fabrikam Field Service' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findByText(/^The admin center opens/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Update' }));
    expect(await screen.findByRole('button', { name: 'I have started it' })).toBeVisible();
    expect(twin.calls).not.toContain('Renewals.OpenPage'); // the program opens it, once
  });

  test('says where the new certificate belongs, and warns where it cannot be read', async () => {
    const { user } = await openWindow({
      at: '/portals',
      prepare: ({ renewals }) => {
        renewals.readable = false;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Update key of Fabrikam Field Service' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findByText(/^Put the certificate of the new key at/)).toHaveTextContent(
      '/srv/keys/portal.pem',
    );
    expect(within(dialog).getByText('/srv/keys/portal.pem is not there.')).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Update' })).toBeEnabled();
  });

  test('says that nothing is watched where nothing is', async () => {
    const { user } = await openWindow({
      at: '/portals',
      prepare: ({ renewals }) => {
        renewals.watchedAt = '';
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Update key of Fabrikam Field Service' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findByText(/nothing is watched for this portal/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Update' }));
    const card = await screen.findByRole('region', { name: 'Key update' });
    expect(card).toHaveTextContent('Import the certificate of the new key then');
  });
});
