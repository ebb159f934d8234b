import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Complaints, makeFolder, openBrowser, openPages, type Program, startProgram } from './program';

const gatectl = resolve(import.meta.dirname, '../../build/bin/gatectl');

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

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  await page.context().close();
  await program.kill();
  folder.remove();
});

async function start(): Promise<void> {
  program = await startProgram(folder.path);
  ({ page, complaints } = await openPages(browser, program));
}

/** Runs the command line on the data folder, which the window must not hold. */
function command(...args: string[]): string {
  return execFileSync(gatectl, [...args, '--data', folder.path], {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder.path, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  });
}

/** A certificate that ends in so many days, made by the system's own tool. */
function certificate(name: string, days: number): string {
  const path = join(folder.path, `${name}.pem`);
  const made = execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      String(days),
      '-subj',
      `/CN=${name}`,
      '-keyout',
      '/dev/null',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  writeFileSync(path, made);
  return path;
}

async function openKey(name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portals' }).click();
  await page.getByRole('table', { name: 'Portals' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('tab', { name: 'Authentication key' }).click();
}

describe('the key of a local portal', () => {
  test('is updated by the portal itself, with proof, and the history stays', async () => {
    command(
      'portal',
      'provision',
      '--name',
      'Contoso Help',
      '--url',
      'https://help.contoso.example',
      '--organization',
      'Contoso',
    );
    await start();
    await openKey('Contoso Help');
    await page.getByText('The portal is signed in to its organization.').waitFor();
    const before = await page.getByText(/With the key [0-9A-F]{40}/).innerText();

    await page
      .getByRole('button', { name: /^Update key/ })
      .first()
      .click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(/restarts once/).waitFor();
    await dialog.getByRole('button', { name: 'Update', exact: true }).click();

    const history = page.getByRole('region', { name: 'History of updates' });
    await history.getByText('Updated').first().waitFor();
    await page.getByText('The portal is signed in to its organization.').waitFor();
    await expect
      .poll(() => page.getByText(/With the key [0-9A-F]{40}/).innerText(), { timeout: 30_000 })
      .not.toBe(before);

    await page.context().close();
    await program.kill();
    expect(command('keys', 'history', 'Contoso Help')).toContain('succeeded');
    await start();
    await openKey('Contoso Help');
    await page.getByRole('region', { name: 'History of updates' }).getByText('Updated').first().waitFor();
    expect(complaints.all).toEqual([]);
  });
});

describe('reminders', () => {
  test('of a key that ends soon are in the inbox, and a certificate that comes later ends them', async () => {
    const file = certificate('elsewhere', 20);
    command('portal', 'watch', '--name', 'Elsewhere', '--certificate', file);
    await start();
    await page.getByLabel('1 unread').waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click();
    await page
      .getByText(/Elsewhere: the authentication key expires in (19|20) days/)
      .first()
      .waitFor();
    const next = page.getByRole('region', { name: 'Next reminders' });
    await next.getByText(/15 days before/).waitFor();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('region', { name: 'Notices', exact: true }).waitFor();

    await page.context().close();
    await program.kill();
    certificate('elsewhere', 700);
    await start();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click();
    await page
      .getByText(/Elsewhere: the authentication key was renewed/)
      .first()
      .waitFor();
    await page
      .getByRole('region', { name: 'Next reminders' })
      .getByText(/90 days before/)
      .waitFor();
    expect(complaints.all).toEqual([]);
  });
});
