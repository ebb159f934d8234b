import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import type { Scenario, Twin } from '../../bridge/fake/twin';
import { openWindow } from '../../testing/window';

async function open(options: Partial<Scenario> & { prepare?: (twin: Twin) => void } = { name: 'empty' }) {
  const opened = await openWindow(options);
  await opened.user.click(screen.getByRole('button', { name: /Open a site folder/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Open a site folder' });
  return { ...opened, dialog, path: within(dialog).getByLabelText('Folder or archive') };
}

describe('importing a site', () => {
  test('shows what a folder holds, imports it, and leads to its roles', async () => {
    const { user, dialog, path } = await open();
    await user.type(path, '/sites/contoso{Enter}');
    const found = await within(dialog).findByRole('region', { name: 'Contoso Customer Service' });
    expect(found).toHaveTextContent('269 files: 207 used, 61 ignored, 1 unreadable.');
    expect(found).toHaveTextContent(
      '1,318 records: 1,300 used, 1 inactive, 1 duplicate, 1 with a reference that leads nowhere, 14 ignored, 1 unreadable.',
    );
    expect(found).not.toHaveTextContent('Snapshot file');
    expect(within(found).getByText('4 problems while reading')).toBeVisible();
    expect(within(found).getByLabelText('Import into')).toHaveDisplayValue(/A new portal named/);
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));
    await user.click(await screen.findByRole('button', { name: 'Show roles and permissions' }));
    expect(await screen.findByRole('table', { name: 'Web roles' })).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Contoso Customer Service');
  });

  test('takes the folder that the system dialog returned', async () => {
    const { user, dialog } = await open({
      name: 'empty',
      prepare: (twin) => {
        twin.chosen = '/sites/chosen';
      },
    });
    await user.click(within(dialog).getByRole('button', { name: 'Folder…' }));
    expect(await within(dialog).findByRole('region', { name: 'Contoso Customer Service' })).toBeVisible();
    expect(within(dialog).getByLabelText('Folder or archive')).toHaveValue('/sites/chosen');
  });

  test('goes to the portal that has the site already, and says when nothing is new', async () => {
    const { user, dialog, path } = await open({ name: 'sample' });
    await user.type(path, '/sites/contoso{Enter}');
    expect(await within(dialog).findByLabelText('Import into')).toHaveDisplayValue(
      'Contoso Customer Service (has this site already)',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));
    expect(await screen.findByText(/nothing was added/)).toBeVisible();
  });

  test('says that a snapshot file is one, and when it was taken', async () => {
    const { user, dialog, path } = await open();
    await user.type(path, '/sites/old.gatehouse{Enter}');
    const found = await within(dialog).findByRole('region', { name: 'Contoso Customer Service' });
    expect(found).toHaveTextContent(/Snapshot file “Before go-live”, taken .*30 days ago/);
  });

  test('tells what else there is to know of the outcome', async () => {
    const { user, dialog, path } = await open({
      name: 'sample',
      prepare: (twin) => {
        twin.importNote = 'The site moved from a.example to b.example.';
      },
    });
    await user.type(path, '/sites/contoso{Enter}');
    await user.click(await within(dialog).findByRole('button', { name: 'Import' }));
    expect(await screen.findByText('The site moved from a.example to b.example.')).toBeVisible();
  });

  test('imports only the chosen ones of several sites', async () => {
    const { user, dialog, path } = await open();
    await user.type(path, '/sites/two{Enter}');
    await user.click(await within(dialog).findByRole('checkbox', { name: 'Contoso Customer Service' }));
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));
    expect(await screen.findByText('Contoso Careers')).toBeVisible();
    expect(screen.queryByText('Contoso Customer Service')).not.toBeInTheDocument();
  });

  test('says what is wrong with a folder that holds no site, and keeps the path', async () => {
    const { user, dialog, path } = await open();
    await user.type(path, '/sites/nothing{Enter}');
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('The folder holds no exported site.');
    expect(alert).toHaveTextContent('pac pages download');
    expect(alert).toHaveTextContent('/sites/nothing');
    expect(path).toHaveValue('/sites/nothing');
  });

  test('opens the site nearest to a wrong folder', async () => {
    const { user, dialog, path } = await open();
    await user.type(path, '/sites/contoso/web-pages{Enter}');
    await user.click(await within(dialog).findByRole('button', { name: 'Open that folder' }));
    expect(await within(dialog).findByRole('region', { name: 'Contoso Customer Service' })).toBeVisible();
    expect(path).toHaveValue('/sites/contoso');
  });

  test('keeps what was found when the import fails, and tries again', async () => {
    const { user, dialog, path, twin } = await open();
    await user.type(path, '/sites/contoso{Enter}');
    await within(dialog).findByRole('region', { name: 'Contoso Customer Service' });
    twin.fail('Snapshots.Import', fault('unreachable', 'The disk is full.'));
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));
    expect(await within(dialog).findByText('The disk is full.')).toBeVisible();
    twin.heal('Snapshots.Import');
    await user.click(within(dialog).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('A new portal was added for it.')).toBeVisible();
  });

  test('shows how far it is and stops when asked', async () => {
    const { user, dialog, path } = await open({
      name: 'empty',
      prepare: (twin) => {
        twin.hold = true;
        twin.recordsRead = 1500;
      },
    });
    await user.type(path, '/sites/contoso{Enter}');
    expect(
      await within(dialog).findByText('Reading files: 120 of 269, 1,500 records of large files'),
    ).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Stop' }));
    expect(await within(dialog).findByText('The work was stopped before it was finished.')).toBeVisible();
    expect(path).toHaveValue('/sites/contoso');
    expect(within(dialog).getByRole('button', { name: 'Inspect' })).toBeEnabled();
  });

  test('opens with the path that the program was started with', async () => {
    await openWindow({
      name: 'empty',
      prepare: (twin) => {
        twin.openPath = '/sites/handed-over';
      },
    });
    const dialog = await screen.findByRole('dialog', { name: 'Open a site folder' });
    expect(await within(dialog).findByRole('region', { name: 'Contoso Customer Service' })).toBeVisible();
  });

  test('opens with a folder that was dropped on the window', async () => {
    const { twin } = await openWindow();
    await waitFor(() => {
      act(() => twin.dropped?.(10, 10, ['/sites/dropped']));
      expect(screen.getByRole('dialog', { name: 'Open a site folder' })).toBeVisible();
    });
    expect(await screen.findByLabelText('Folder or archive')).toHaveValue('/sites/dropped');
    expect(await screen.findByRole('region', { name: 'Contoso Customer Service' })).toBeVisible();
  });

  test('leaves a certificate that was dropped to the portals that are watched', async () => {
    const { twin } = await openWindow();
    await waitFor(() => {
      act(() => twin.dropped?.(10, 10, ['/keys/grants.CER']));
      expect(screen.getByRole('dialog')).toBeVisible();
    });
    expect(screen.queryByLabelText('Folder or archive')).not.toBeInTheDocument();
  });

  test('opens with the path that a second start handed over', async () => {
    const { twin } = await openWindow();
    await waitFor(() => {
      act(() => {
        twin.emit('open-path', '/sites/handed-over');
      });
      expect(screen.getByRole('dialog', { name: 'Open a site folder' })).toBeVisible();
    });
    expect(await screen.findByLabelText('Folder or archive')).toHaveValue('/sites/handed-over');
  });
});
