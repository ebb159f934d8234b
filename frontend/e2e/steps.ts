import type { Page } from 'playwright-core';

/** Imports the only site at a path, from the first screen, and goes to its web roles. */
export async function importSite(page: Page, path: string, site: string): Promise<void> {
  await page
    .getByRole('button', { name: /Open a site folder/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Folder or archive').fill(path);
  await dialog.getByLabel('Folder or archive').press('Enter');
  await dialog.getByText(site).first().waitFor();
  await dialog.getByRole('button', { name: /^Import/ }).click();
  await dialog.getByRole('button', { name: 'Show roles and permissions' }).click();
  await page.getByRole('table', { name: 'Web roles' }).waitFor();
}

/** Goes to a part of the portal that is shown: its tab, or the menu behind the tabs that the window has no room for. */
export async function openPart(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  const tab = page.getByRole('tab', { name });
  if (await tab.isVisible()) return tab.click();
  await page.getByRole('button', { name: /more parts of/ }).click();
  await page.getByRole('menuitem', { name }).click();
}
