import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const repository = resolve(import.meta.dirname, '../..');

/** How long a page may take to show something, in milliseconds. It bounds a failing test and asserts no speed. */
export const patience = 30_000;

/** A running program whose pages are served on loopback. */
export interface Program {
  /** With the token, as the program printed it. */
  address: string;
  /** Ends the process the hard way, as a crash would. */
  kill: () => Promise<void>;
}

/** A data folder that is gone after the test. */
export function makeFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Starts the preview build on a data folder, away from the user's display, session bus and home. */
export async function startProgram(folder: string): Promise<Program> {
  const binary = join(repository, 'build/bin/gatehouse-preview');
  if (!existsSync(binary)) throw new Error(`${binary} is missing; run make build-preview.`);
  const child = spawn(join(repository, 'build/scripts/with-display.sh'), [binary, '--data', folder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GATEHOUSE_PREVIEW: '127.0.0.1:0',
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    },
  });
  const address = await printedAddress(child);
  return { address, kill: () => killGroup(child) };
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let told = '';
    const hear = (chunk: Buffer) => {
      told += chunk.toString();
      const match = /Gatehouse is open at (\S+)/.exec(told);
      if (match?.[1]) found(match[1]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      failed(new Error(`the program ended before it printed its address:\n${told}`));
    });
  });
}

function killGroup(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.pid === undefined) {
      done();
      return;
    }
    child.once('exit', () => {
      done();
    });
    // The negative id reaches the display, the program and its web view at once.
    process.kill(-child.pid, 'SIGKILL');
  });
}

export function openBrowser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    existsSync,
  );
  if (!executablePath) throw new Error('No Chromium was found; install the package chromium.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** What a page complained about: uncaught errors and everything its content security policy refused. */
export interface Complaints {
  all: string[];
}

/** Opens the program's pages as a person would, with the printed address. */
export async function openPages(
  browser: Browser,
  program: Program,
): Promise<{ page: Page; complaints: Complaints }> {
  const context = await browser.newContext({ viewport: { width: 1240, height: 820 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints: Complaints = { all: [] };
  page.on('pageerror', (error) => {
    // The overlay that the window library's development server adds looks for an element that our pages do not have.
    if (!String(error.stack).includes('/wails/')) complaints.all.push(error.message);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused/.test(message.text())) {
      complaints.all.push(message.text());
    }
  });
  await page.goto(program.address);
  return { page, complaints };
}
