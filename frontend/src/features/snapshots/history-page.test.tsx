import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { openPortal, openWindow, rowsOf } from '../../testing/window';

async function openHistory() {
  const opened = await openWindow();
  await openPortal(opened.user, 'Contoso Customer Service', 'Snapshots');
  const table = await screen.findByRole('table', { name: 'Snapshots' });
  return { ...opened, table };
}

async function openNewest() {
  const opened = await openHistory();
  const [first] = within(opened.table).getAllByText(/^Snapshot of/);
  if (first) await opened.user.click(first);
  return { ...opened, panel: await screen.findByRole('dialog', { name: /^Snapshot / }) };
}

describe('the snapshots of a portal', () => {
  test('are listed, the newest first and marked as shown', async () => {
    const { table } = await openHistory();
    expect(rowsOf(table).map((cells) => cells.at(-1))).toEqual(['In the other tabs', 'Earlier']);
  });

  test('take a name and a note', async () => {
    const { user, panel } = await openNewest();
    await user.click(within(panel).getByRole('button', { name: 'Name and note…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Name and note' });
    await user.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Before the audit');
    await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'Asked for by Ana.');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Before the audit' }));
    const described = await screen.findByRole('dialog', { name: /Before the audit/ });
    expect(described).toHaveTextContent('Asked for by Ana.');
  });

  test('are deleted only after a question', async () => {
    const { user, panel, twin } = await openNewest();
    await user.click(within(panel).getByRole('button', { name: 'Delete…' }));
    const question = await screen.findByRole('alertdialog', { name: 'Delete this snapshot?' });
    expect(twin.calls).not.toContain('Snapshots.Delete');
    await user.click(within(question).getByRole('button', { name: 'Delete snapshot' }));
    await waitFor(() => {
      expect(rowsOf(screen.getByRole('table', { name: 'Snapshots' }))).toHaveLength(1);
    });
    expect(twin.calls).toContain('Snapshots.Delete');
  });

  test('stay when the question is answered with no', async () => {
    const { user, panel, twin } = await openNewest();
    await user.click(within(panel).getByRole('button', { name: 'Delete…' }));
    const question = await screen.findByRole('alertdialog', { name: 'Delete this snapshot?' });
    await user.click(within(question).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => {
      expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    });
    expect(twin.calls).not.toContain('Snapshots.Delete');
  });

  test('tell where they were read and under which domain the site ran', async () => {
    const { panel } = await openNewest();
    expect(panel).toHaveTextContent('C:\\Sites\\contoso-service');
    expect(panel).toHaveTextContent('service.contoso.example');
  });

  test('are exported to a typed path, which stays when the file is there already', async () => {
    const { user, panel } = await openNewest();
    await user.click(within(panel).getByRole('button', { name: 'Export…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Export snapshot' });
    const file = within(dialog).getByRole('textbox', { name: 'File' });
    await user.type(file, '/exports/taken');
    await user.click(within(dialog).getByRole('button', { name: 'Export' }));
    expect(await within(dialog).findByText(/There is a file/)).toBeVisible();
    expect(file).toHaveValue('/exports/taken');
    await user.clear(file);
    await user.type(file, '/exports/new');
    await user.click(within(dialog).getByRole('button', { name: 'Export' }));
    expect(await screen.findByText('/exports/new.gatehouse')).toBeVisible();
  });
});
