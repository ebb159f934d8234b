import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { openPortal, openWindow, rowsOf } from '../../testing/window';

describe('overview', () => {
  test('retires after asking, and restores', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners');
    await user.click(await screen.findByRole('button', { name: 'Retire…' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Retire Contoso Partners?' });
    await user.click(within(dialog).getByRole('button', { name: 'Retire' }));
    await user.click(await screen.findByRole('button', { name: 'Restore' }));
    expect(await screen.findByRole('button', { name: 'Retire…' })).toBeVisible();
  });

  test('removes a retired portal only after asking, and leaves its page', async () => {
    const { user, twin } = await openWindow({ at: '/portals?show=retired' });
    await user.click(await screen.findByRole('link', { name: 'Contoso Events 2019' }));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    const dialog = await screen.findByRole('alertdialog');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(twin.calls).not.toContain('Portals.Remove');
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    await user.click(await screen.findByRole('button', { name: 'Remove for good' }));
    const table = await screen.findByRole('table', { name: 'Portals' });
    expect(rowsOf(table)).toHaveLength(7);
  });

  test('keeps the question open when the backend refuses', async () => {
    const { user, twin } = await openWindow();
    await openPortal(user, 'Contoso Partners');
    twin.fail('Portals.Retire', fault('conflict', 'The portal was changed meanwhile.'));
    await user.click(await screen.findByRole('button', { name: 'Retire…' }));
    const dialog = await screen.findByRole('alertdialog');
    await user.click(within(dialog).getByRole('button', { name: 'Retire' }));
    expect(await within(dialog).findByText('The portal was changed meanwhile.')).toBeVisible();
  });

  test('adds and removes owners', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners');
    await user.type(await screen.findByLabelText('Add an owner'), 'kim@contoso.example');
    await user.click(screen.getByRole('button', { name: 'Add' }));
    const owners = screen.getByRole('list', { name: 'Owners' });
    expect(await within(owners).findByText('kim@contoso.example')).toBeVisible();
    await user.click(within(owners).getByRole('button', { name: 'Remove owner kim@contoso.example' }));
    await user.click(await screen.findByRole('button', { name: 'Remove owner' }));
    await waitFor(() => {
      expect(within(owners).queryByText('kim@contoso.example')).not.toBeInTheDocument();
    });
  });

  test('says who may manage, and locks what others may not do', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Wide World Grants');
    expect(await screen.findByText(/is not an owner of this portal/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Edit' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Retire…' })).toBeDisabled();
  });

  test('copies an id and says so', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners');
    await user.click(await screen.findByRole('button', { name: 'Copy application id' }));
    expect(await screen.findByText('application id copied')).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('authentication key', () => {
  test('shows expiration in UTC and locally, thumbprint, days left, and the other keys', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Customer Service', 'Authentication key');
    const card = await screen.findByRole('region', { name: 'Manage portal authentication key' });
    const fact = (name: string) => within(card).getByText(name).nextElementSibling;
    expect(fact('Expiration (UTC)')).toHaveTextContent('23 Jan 2027, 02:24:00 UTC');
    expect(fact('Local time')).toHaveTextContent('23 Jan 2027, 03:24 (UTC+1)');
    expect(fact('Days left')).toHaveTextContent('4');
    expect(fact('Thumbprint')?.textContent.replaceAll(' ', '')).toMatch(/^[0-9A-F]{40}$/);
    expect(screen.getByRole('region', { name: 'Other keys on the application' })).toBeVisible();
  });

  test('offers no import for a local portal, which makes its keys itself', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners', 'Authentication key');
    await screen.findByRole('heading', { name: 'Manage portal authentication key' });
    expect(screen.queryByRole('button', { name: 'Import certificate…' })).not.toBeInTheDocument();
  });

  test('imports a certificate after showing it', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Fabrikam Field Service', 'Authentication key');
    await user.click(await screen.findByRole('button', { name: 'Import certificate…' }));
    const dialog = await screen.findByRole('dialog');
    const file = new File(['certificate'], 'grants.cer');
    await user.upload(within(dialog).getByLabelText('Upload a certificate'), file);
    await within(dialog).findByText('CN=Wide World Issuing CA');
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
    expect(await screen.findByRole('region', { name: 'Other keys on the application' })).toBeVisible();
  });

  test('says what is wrong with a file that is no certificate', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Tailspin Self-Service', 'Authentication key');
    await user.click(await screen.findByRole('button', { name: 'Import certificate…' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Certificate file'), '/keys/broken.cer');
    await user.click(within(dialog).getByRole('button', { name: 'Read certificate' }));
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('The file holds no certificate.');
    expect(alert).toHaveTextContent('/keys/broken.cer');
    expect(within(dialog).getByLabelText('Certificate file')).toHaveValue('/keys/broken.cer');
  });
});

describe('a watched certificate', () => {
  const name = 'Fabrikam Field Service';
  const path = '/keys/fabrikam-field-service.cer';

  test('tells where it is, and nothing else while it can be read', async () => {
    const { user } = await openWindow();
    await openPortal(user, name, 'Authentication key');
    const card = await screen.findByRole('region', { name: 'Manage portal authentication key' });
    expect(within(card).getByText('Watched at').nextElementSibling).toHaveTextContent(path);
    expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument();
  });

  test('says on the overview and at the key since when it could not be read, why, and how old the key is', async () => {
    const { user } = await openWindow({
      prepare: (twin) => {
        twin.unreadable(name, 2);
      },
    });
    await openPortal(user, name);
    const says = async () => {
      expect(
        await screen.findByText(
          `The certificate at ${path} could not be read since 16 Jan 2027, 13:00 (UTC+1).`,
        ),
      ).toBeVisible();
      expect(
        screen.getByText(
          `The watched certificate ${path} is not there any more. The key shown is as of 16 Jan 2027, 13:00 (UTC+1).`,
        ),
      ).toBeVisible();
    };
    await says();
    await user.click(screen.getByRole('tab', { name: 'Authentication key' }));
    await screen.findByRole('region', { name: 'Manage portal authentication key' });
    await says();
  });

  test('has a key of unknown state after a week', async () => {
    const { user } = await openWindow({
      prepare: (twin) => {
        twin.unreadable(name, 8);
      },
    });
    await openPortal(user, name, 'Authentication key');
    const card = await screen.findByRole('region', { name: 'Manage portal authentication key' });
    expect(within(card).getByText('State').nextElementSibling).toHaveTextContent(/^Unknown/);
    expect(screen.getByText(/whether the portal still has it is unknown after seven days\./)).toBeVisible();
  });

  test('can be chosen where it is now, also in a folder', async () => {
    const { user, twin } = await openWindow({
      prepare: (twin) => {
        twin.unreadable(name, 8);
      },
    });
    await openPortal(user, name, 'Authentication key');
    // The overview has that button too, until it is gone.
    await screen.findByRole('region', { name: 'Manage portal authentication key' });
    await user.click(screen.getByRole('button', { name: 'Choose another file or folder…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Choose where the certificate is' });
    twin.chosen = '/shares/moved';
    await user.click(within(dialog).getByRole('button', { name: 'Choose folder…' }));
    expect(await within(dialog).findByText('newest.cer')).toBeVisible();
    expect(within(dialog).getByText('From now on').nextElementSibling).toHaveTextContent(
      'The folder is watched',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Watch' }));
    expect(await screen.findByText('The certificate is watched at its new place')).toBeInTheDocument();
    await waitFor(() => {
      expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument();
    });
    const card = await screen.findByRole('region', { name: 'Manage portal authentication key' });
    expect(within(card).getByText('Watched at').nextElementSibling).toHaveTextContent('/shares/moved');
    expect(screen.queryByRole('region', { name: 'Other keys on the application' })).not.toBeInTheDocument();
  });

  test('of a portal of others cannot be chosen', async () => {
    const { user } = await openWindow({
      prepare: (twin) => {
        twin.unreadable('Wide World Grants', 2);
      },
    });
    await openPortal(user, 'Wide World Grants');
    expect(await screen.findByRole('button', { name: 'Choose another file or folder…' })).toBeDisabled();
  });

  test('may be a folder from the start', async () => {
    const { user, twin } = await openWindow({ at: '/portals' });
    await user.click(await screen.findByRole('button', { name: 'New portal' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Watch a portal hosted elsewhere' }));
    const dialog = await screen.findByRole('dialog', { name: 'Watch a portal hosted elsewhere' });
    twin.chosen = '/keys/adatum';
    await user.click(await within(dialog).findByRole('button', { name: 'Choose folder…' }));
    expect(await within(dialog).findByText(/The folder is watched/)).toBeVisible();
    expect(within(dialog).getByLabelText('Certificate file')).toHaveValue('/keys/adatum');
    await user.type(within(dialog).getByRole('textbox', { name: /^(Portal )?[Nn]ame/ }), 'Adatum');
    await user.click(within(dialog).getByRole('button', { name: 'Watch portal' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Adatum' })).toBeVisible();
    const card = await screen.findByRole('region', { name: 'Manage portal authentication key' });
    expect(within(card).getByText('Watched at').nextElementSibling).toHaveTextContent('/keys/adatum');
  });

  test('is not read again where only a copy was uploaded', async () => {
    const { user } = await openWindow();
    await openPortal(user, name, 'Authentication key');
    await user.click(await screen.findByRole('button', { name: 'Import certificate…' }));
    const dialog = await screen.findByRole('dialog');
    await user.upload(
      within(dialog).getByLabelText('Upload a certificate'),
      new File(['certificate'], 'grants.cer'),
    );
    expect(await within(dialog).findByText(/^Not read again/)).toBeVisible();
  });
});
