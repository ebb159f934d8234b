import { describe, expect, test } from 'vitest';
import { Twin } from '../bridge/fake/twin';
import { drawFirst } from './first-paint';

async function drawnFor(name: 'sample' | 'empty'): Promise<HTMLElement> {
  const main = document.createElement('div');
  main.innerHTML = '<i class="skeleton-title"></i>';
  drawFirst(main, await new Twin({ name }).app.Shell.Start());
  return main;
}

describe('the first paint', () => {
  test('shows the most urgent keys first and no retired portal', async () => {
    const main = await drawnFor('sample');
    const lines = [...main.querySelectorAll('li')].map((line) => line.textContent);
    expect(lines[0]).toMatch(/^Adventure Works DealersExpired/);
    expect(lines[1]).toMatch(/^Contoso Customer ServiceCritical/);
    expect(lines.join()).not.toContain('Contoso Events 2019');
    expect(main.querySelector('h1')).toHaveTextContent('Home');
  });

  test('welcomes where there are no portals', async () => {
    const main = await drawnFor('empty');
    expect(main).toHaveTextContent('Welcome to Gatehouse');
    expect(main.querySelector('i')).toBeNull();
  });

  test('takes names as text, never as markup', async () => {
    const twin = new Twin({ name: 'sample' });
    const view = await twin.app.Shell.Start();
    const main = document.createElement('div');
    drawFirst(main, {
      ...view,
      portals: view.portals.map((portal) => ({ ...portal, name: '<img src=x onerror=alert(1)>' })),
    });
    expect(main.querySelector('img')).toBeNull();
  });
});
