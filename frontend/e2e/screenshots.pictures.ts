import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'vitest';
import { makeFolder, openBrowser, openPages, startProgram } from './program';
import { openPart } from './steps';

// Takes the pictures of docs/pictures anew: the sample organization in the real program.

const pictures = resolve(import.meta.dirname, '../../docs/pictures');

test('pictures', async () => {
  mkdirSync(pictures, { recursive: true });
  const browser = await openBrowser();
  const folder = makeFolder();
  const program = await startProgram(folder.path);
  const { page } = await openPages(browser, program);
  const take = async (name: string) => {
    // Toasts and focus rings are not what a page looks like.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    console.log(`docs/pictures/${name}.png`);
  };
  const tab = async (name: RegExp, picture: string) => {
    await openPart(page, name);
    await take(picture);
  };

  try {
    await page.getByRole('button', { name: /Explore the sample/ }).waitFor();
    await take('first-start');
    await page.getByRole('button', { name: /Explore the sample/ }).click();
    await page.getByText('Northwind Events 2024').first().waitFor();
    await page.reload();
    await page.getByText('Northwind Events 2024').first().waitFor();
    await take('home');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portals' }).click();
    await page.getByRole('link', { name: 'Northwind Customer Care' }).first().click();
    await tab(/Authentication key/, 'key');
    await page.getByRole('tab', { name: 'Permissions', exact: true }).click();
    await page.getByRole('combobox', { name: 'Add a web role' }).click();
    await page.getByRole('option', { name: /^Partners/ }).click();
    await page.getByText('passes own restrict read').first().click();
    await page.getByRole('complementary').getByText('Copy as text').waitFor();
    await take('permissions');
    await page.getByRole('tab', { name: 'Roles × tables' }).click();
    await page.getByRole('grid', { name: 'Roles and tables' }).waitFor();
    await take('roles-and-tables');
    await tab(/Table permissions/, 'table-permissions');
    await tab(/Page permissions/, 'page-permissions');
    await tab(/What was read/, 'reading');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portals' }).click();
    await take('portals');
    await page.emulateMedia({ colorScheme: 'dark' });
    await take('portals-dark');
  } finally {
    await browser.close();
    await program.kill();
    folder.remove();
  }
});
