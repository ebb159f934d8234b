import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Complaints, makeFolder, openBrowser, openPages, type Program, startProgram } from './program';
import { writeSite } from './site';
import { importSite, openPart } from './steps';

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
});

afterEach(async () => {
  await page.context().close();
  await program.kill();
  folder.remove();
});

/** Kills the program and opens it again on the same data folder. */
async function restart(): Promise<void> {
  await page.context().close();
  await program.kill();
  program = await startProgram(folder.path);
  ({ page, complaints } = await openPages(browser, program));
}

async function createPortal(name: string, url: string): Promise<void> {
  await page
    .getByRole('button', { name: /Create a local portal/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Create a local portal' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.getByRole('textbox', { name: 'URL', exact: true }).fill(url);
  await dialog.getByRole('textbox', { name: 'Environment name' }).fill('Contoso Ltd');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
}

/** Goes to a portal by way of the list, as a person does. */
async function openPortal(name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portals' }).click();
  await page.getByRole('table', { name: 'Portals' }).getByRole('link', { name }).click();
}

describe('a local portal', () => {
  test('is created, shows its key, and is there after a crash', async () => {
    await createPortal('Contoso Help', 'https://help.contoso.example');
    await page.getByRole('heading', { name: 'Manage portal authentication key' }).waitFor();
    const thumbprint = await page
      .getByText(/^(?:[0-9A-F]{4} ?){10}$|^[0-9A-F]{40}$/)
      .first()
      .innerText();
    expect(thumbprint.replaceAll(/\s/g, '')).toMatch(/^[0-9A-F]{40}$/);
    expect(
      await page
        .getByText(/Expires in 7\d\d days\./)
        .first()
        .isVisible(),
    ).toBe(true);

    await restart();
    await openPortal('Contoso Help');
    await openPart(page, 'Authentication key');
    await page.getByText(thumbprint).first().waitFor();
    expect(complaints.all).toEqual([]);
  });

  test('with a wrong address is refused beside the field, and what was entered stays', async () => {
    await createPortal('Contoso Help', 'http://help.contoso.example');
    const dialog = page.getByRole('dialog', { name: 'Create a local portal' });
    await dialog.getByText(/is not an https address/).waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
      'Contoso Help',
    );
    await dialog.getByRole('textbox', { name: 'URL', exact: true }).fill('https://help.contoso.example');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'Manage portal authentication key' }).waitFor();
  });

  test('may only be managed by an owner', async () => {
    await createPortal('Contoso Help', 'https://help.contoso.example');
    await page.getByRole('heading', { name: 'Manage portal authentication key' }).waitFor();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel(/Acting user/).fill('bob@contoso.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('bob@contoso.example').first().waitFor();
    await openPortal('Contoso Help');
    await page
      .getByText(/bob@contoso\.example is not an owner/)
      .first()
      .waitFor();
  });
});

describe('a site', () => {
  test('is imported from a folder, accounts for what it could not read, and is there after a crash', async () => {
    await importSite(page, writeSite(folder.path), 'Adventure Works Help');

    await restart();
    await openPortal('Adventure Works Help');
    await openPart(page, /Table permissions/);
    await page.getByText('My requests').first().waitFor();
    await page.getByText('adventure_request').first().waitFor();
    await openPart(page, /What was read/);
    await page.getByText('websiteaccess.yml').first().waitFor();
    expect(complaints.all).toEqual([]);

    const stored = readFileSync(join(folder.path, 'gatehouse.db'));
    expect(stored.includes('canary-4711'), 'a secret of the site is in the database').toBe(false);
  });

  test('is exported as one file that opens in another data folder', async () => {
    await importSite(page, writeSite(folder.path), 'Adventure Works Help');
    await openPart(page, 'Snapshots');
    await page.getByRole('button', { name: /^Snapshot of/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export snapshot' });
    const file = join(folder.path, 'kept');
    await dialog.getByRole('textbox', { name: 'File' }).fill(file);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText(`${file}.gatehouse`).first().waitFor();

    const other = makeFolder();
    const second = await startProgram(other.path);
    try {
      ({ page, complaints } = await openPages(browser, second));
      await importSite(page, `${file}.gatehouse`, 'Adventure Works Help');
      await openPart(page, /Table permissions/);
      await page.getByText('adventure_request').first().waitFor();
    } finally {
      await second.kill();
      other.remove();
    }
  });

  test('that is none is answered with a sentence', async () => {
    await page
      .getByRole('button', { name: /Open a site folder/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    const file = join(folder.path, 'notes.txt');
    writeFileSync(file, 'nothing');
    await dialog.getByLabel('Folder or archive').fill(join(folder.path, 'nowhere'));
    await dialog.getByLabel('Folder or archive').press('Enter');
    await dialog
      .getByText(/nowhere/)
      .last()
      .waitFor();
    expect(await dialog.getByLabel('Folder or archive').inputValue()).toContain('nowhere');
  });
});

describe('the sample', () => {
  test('is loaded, looked at and removed', async () => {
    await page.getByRole('button', { name: /Explore the sample/ }).click();
    await page.getByText('Northwind Events 2024').first().waitFor();
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await page
      .getByText(/Added the sample portal/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Review', exact: true }).click();
    await page.getByText('Northwind Customer Care').first().waitFor();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: /Remove the sample|Remove sample/ }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /Remove/ })
      .click();
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByRole('button', { name: /Create a local portal/ }).waitFor();
    expect(complaints.all).toEqual([]);
  });
});

describe('the preview', () => {
  test('lets nobody in without the token', async () => {
    const { origin } = new URL(program.address);
    expect((await fetch(origin)).status).toBe(401);
  });

  test('serves its pages under a strict policy', async () => {
    const answer = await page.reload();
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
