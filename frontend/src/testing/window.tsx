import { render, screen, within } from '@testing-library/react';
import { createMemoryHistory } from '@tanstack/react-router';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { App } from '../app/app';
import { install } from '../bridge/fake/install';
import type { Scenario, Twin } from '../bridge/fake/twin';
import { start } from '../bridge/start';

/** Opens the whole window on the twin, as main.ts does. `prepare` changes the twin before the first call. */
export async function openWindow(
  options: Partial<Scenario> & { at?: string; prepare?: (twin: Twin) => void } = {},
): Promise<{ user: UserEvent; twin: Twin }> {
  const { at = '/', prepare, ...scenario } = options;
  const twin = install({ name: 'sample', ...scenario });
  prepare?.(twin);
  const user = userEvent.setup();
  const first = await start(true).then(
    (view) => ({ view }),
    (error: unknown) => ({ error }),
  );
  render(<App first={first} history={createMemoryHistory({ initialEntries: [at] })} />);
  await screen.findByRole('heading', { level: 1 }, { timeout: 10_000 });
  return { user, twin };
}

/** Opens a tab of a portal from the list of portals, as a person does. */
export async function openPortal(user: UserEvent, name: string, tab?: string): Promise<void> {
  await user.click(screen.getByRole('link', { name: 'Portals' }));
  await screen.findByRole('table', { name: 'Portals' });
  await user.click(await screen.findByRole('link', { name }));
  await screen.findByRole('tab', { name: 'Overview' });
  if (tab) await user.click(screen.getByRole('tab', { name: tab }));
}

/** The rows of a table without its head, each as the texts of its cells. */
export function rowsOf(table: HTMLElement): string[][] {
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    );
}
