import { resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Complaints, makeFolder, openBrowser, openPages, type Program, startProgram } from './program';
import { importSite } from './steps';

// The permissions of the sample site, which is an export of its own, asked of the real program.

const sample = resolve(import.meta.dirname, '../../backend/sample/site');

let browser: Browser;
let folder: ReturnType<typeof makeFolder>;
let program: Program;
let page: Page;
let complaints: Complaints;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  folder = makeFolder();
  program = await startProgram(folder.path);
  ({ page, complaints } = await openPages(browser, program));
  await importSite(page, sample, 'Northwind Customer Care');
  await page.getByRole('tab', { name: 'Permissions', exact: true }).click();
  await page.getByRole('treegrid', { name: 'Pages' }).waitFor();
});

afterEach(async () => {
  await page.context().close();
  await program.kill();
  folder.remove();
});

/** The cells of the row that begins with a name. */
const cells = (grid: string, name: RegExp): Locator =>
  page
    .getByLabel(grid, { exact: true })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) })
    .getByRole('gridcell');

/** Waits until a cell reads like this. */
const reads = (cell: Locator, text: RegExp) => cell.filter({ hasText: text }).waitFor();

async function giveRole(name: string): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Add a web role' });
  await box.click();
  await box.pressSequentially(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
}

describe('permissions', () => {
  test('of a role are seen on pages and tables, and explained down to the record', async () => {
    await reads(cells('Pages', /^Orders/).first(), /No.*own restrict read/);
    await giveRole('Partners');
    await reads(cells('Pages', /^Orders/).first(), /Yes.*passes own restrict read/);

    await page.getByRole('tab', { name: 'Tables', exact: true }).click();
    await reads(cells('Tables', /^salesorder/).first(), /Some.*Account/);

    await page.getByRole('tab', { name: 'Pages', exact: true }).click();
    await cells('Pages', /^Orders/)
      .first()
      .click();
    const panel = page.getByRole('complementary', { name: 'Read page Orders' });
    await panel
      .getByText(/can read/)
      .first()
      .waitFor();
    const why = panel.getByRole('region', { name: 'Why' });
    await why
      .getByText(/webpagerule\.yml:\d+/)
      .first()
      .waitFor();
    await panel.getByText('Who else gets it').click();
    await panel.getByRole('table').getByRole('link', { name: 'Customers' }).waitFor();
    await why.getByText('What would change without it').first().click();
    await why
      .getByText(/Lost: Read|Nothing would change/)
      .first()
      .waitFor();

    // Everything is in the address: a reload comes back to the same cell of the same visitor.
    await page.reload();
    await panel
      .getByText(/can read/)
      .first()
      .waitFor();
    await reads(cells('Pages', /^Orders/).first(), /Yes/);

    await why.getByRole('link', { name: 'Orders are for customers' }).first().click();
    await page.getByRole('dialog', { name: /restrict read Orders are for customers/ }).waitFor();
    expect(complaints.all).toEqual([]);
  });

  test('of two visitors are compared, with the differences marked', async () => {
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await giveRole('Partners');
    await reads(cells('Pages', /^Orders/).nth(1), /Wider/);
    await page.getByRole('checkbox', { name: 'Only differences' }).check();
    await page.getByRole('rowheader', { name: /^Page not found/i }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Swap' }).click();
    await reads(cells('Pages', /^Orders/).nth(1), /Narrower/);
    expect(complaints.all).toEqual([]);
  });

  test('of all roles stand side by side, reached and opened with the keyboard', async () => {
    await page.getByRole('tab', { name: 'Roles × tables' }).click();
    const grid = page.getByRole('grid', { name: 'Roles and tables' });
    await grid.getByRole('columnheader', { name: /Partners/ }).waitFor();
    await page.getByRole('tab', { name: 'Roles × pages' }).click();
    const tree = page.getByRole('treegrid', { name: 'Roles and pages' });
    await tree.getByRole('rowheader').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary');
    await panel.getByRole('region', { name: 'Why' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('gridcell');
    expect(complaints.all).toEqual([]);
  });
});
