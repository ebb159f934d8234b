import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'vitest';
import { rate, scrolled, told, watchAnswers } from './frames';
import { makeFolder, openBrowser, openPages, startProgram } from './program';

// Measures the list of portals with as many of them as the largest users have, in the released pages of the real
// program: scrolling beside a page that does nothing, and the answers to typing and sorting.

const list = '[role="region"][aria-label="Portals, scrollable"]';
const frame = 1000 / 60; // milliseconds
const pause = 300; // milliseconds between two inputs, as a person makes them

test('5,000 portals', async () => {
  const folder = makeFolder();
  execFileSync('go', ['run', './build/bench/portals', '-count', '5000', folder.path], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: 'inherit',
  });
  const browser = await openBrowser();
  const program = await startProgram(folder.path);
  const { page } = await openPages(browser, program);
  const say = (line: string) => {
    console.log(line);
  };

  try {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portals' }).click();
    await page.getByText('5,000 in total').waitFor();
    await page.waitForTimeout(2000);

    const idle = await scrolled(page, list, 0, 3);
    say(`doing nothing        ${rate(idle)} frames a second: ${told(idle)}`);
    for (const step of [40, 120, 600]) {
      await page.locator(list).evaluate((element) => {
        element.scrollTop = 0;
      });
      const lengths = await scrolled(page, list, step, 6);
      say(`scrolling ${String(step).padStart(4)} px    ${rate(lengths)} frames a second: ${told(lengths)}`);
    }

    const typed = await watchAnswers(page, 'keydown', 'main');
    const box = page.getByRole('searchbox', { name: 'Filter portals' });
    for (const text of ['innsbruck 1', 'permit', 'ghent stu', 'soon', 'expired', 'warranty 00']) {
      await box.pressSequentially(text, { delay: pause });
      await page.waitForTimeout(pause);
      for (let left = text.length; left > 0; left--) {
        await box.press('Backspace');
        await page.waitForTimeout(pause);
      }
    }
    const answers = (await typed()).filter(Number.isFinite);
    const quick = answers.filter((one) => one < 2 * frame).length;
    say(
      `typing, key to drawn ${told(answers)}; ${String(quick)} of ${String(answers.length)} within two frames`,
    );

    const clicked = await watchAnswers(page, 'click', list);
    for (const heading of ['Name', 'Name', 'Key', 'Key expires', 'Key expires', 'Environment']) {
      await page.getByRole('columnheader', { name: heading, exact: true }).getByRole('button').click();
      await page.waitForTimeout(2 * pause);
    }
    const sorted = (await clicked()).filter(Number.isFinite);
    say(`sorting              ${String(sorted.length)} answers: ${told(sorted)}`);
  } finally {
    await browser.close();
    await program.kill();
    folder.remove();
  }
}, 300_000);
