import { screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import { openWindow } from '../../testing/window';

const offsetWidth = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetWidth');

/** Makes every element this wide; what holds them has 1000. */
function elementsAre(pixels: number) {
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => pixels });
}

afterEach(() => {
  if (offsetWidth) Object.defineProperty(HTMLElement.prototype, 'offsetWidth', offsetWidth);
});

test('tabs that have no room stand in a menu, and the chosen one is always a tab', async () => {
  elementsAre(150);
  const { user } = await openWindow({ at: `/portals/${guid(2)}/activity` });
  const more = await screen.findByRole('button', { name: /^\d+ more parts of Contoso Customer Service$/ });
  const strip = screen.getByRole('tablist', { name: 'Parts of Contoso Customer Service' });
  const hidden = () =>
    [...strip.querySelectorAll('[data-overflowing] .fui-Tab__content')].map((tab) => tab.textContent);
  expect(hidden()).toContain('Snapshots');
  expect(hidden()).not.toContain('Activity');

  await user.click(more);
  expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual(hidden());
  await user.click(screen.getByRole('menuitem', { name: 'Snapshots' }));
  expect(await within(strip).findByRole('tab', { name: 'Snapshots', selected: true })).toBeVisible();
  expect(hidden()).not.toContain('Snapshots');
});

test('with room for all there is no menu', async () => {
  await openWindow({ at: `/portals/${guid(2)}` });
  expect(await screen.findAllByRole('tab')).toHaveLength(11);
  expect(screen.queryByRole('button', { name: /more parts/ })).not.toBeInTheDocument();
});
