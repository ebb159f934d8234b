import { describe, expect, test } from 'vitest';
import { key } from '../../bridge/fake/portals';
import type { PortalRow } from '../../bridge/types';
import { keyState } from '../../lib/key-state';
import { bands, placeOf, stacksOf } from './scale';

const day = 86_400_000;
const now = Date.parse('2027-03-01T12:00:00Z');

function portal(name: string, daysLeft: number, state = 'active'): PortalRow {
  return {
    id: name,
    name,
    url: '',
    organization: '',
    origin: 'local',
    state,
    sample: false,
    hasSite: false,
    muted: '',
    key: key(1, daysLeft, now),
    certificate: { path: '', readAt: '', failedAt: '', problem: '', stale: false },
  };
}

describe('timeline', () => {
  test('a key stands in the band of its state', () => {
    let edge = 0;
    for (const band of bands) {
      for (const part of [0.01, 0.5, 1]) {
        const left = band.from + (band.until - band.from) * part;
        expect(keyState(key(1, left / day, now).state)).toBe(band.state);
        expect(placeOf(left)).toBeGreaterThan(edge);
        expect(placeOf(left)).toBeLessThanOrEqual(edge + band.share + 1e-9);
      }
      edge += band.share;
    }
    expect(edge).toBe(100);
  });

  test('less time left never stands further right', () => {
    let last = -1;
    for (let left = -100 * day; left < 1200 * day; left += 7_777_777) {
      const place = placeOf(left);
      expect(place).toBeGreaterThanOrEqual(last);
      last = place;
    }
    expect(placeOf(-4000 * day)).toBe(0);
    expect(placeOf(4000 * day)).toBe(100);
  });

  test('keys of one moment are one stack, and retired portals and those without a key are left out', () => {
    const none = portal('None', 1);
    none.key.expires = '';
    const stacks = stacksOf(
      [
        portal('B', 5.01),
        portal('A', 5),
        portal('Far', 700),
        portal('Old', -400),
        portal('Gone', 5, 'retired'),
        none,
      ],
      now,
    );
    expect(stacks.map(({ portals }) => portals.map(({ name }) => name))).toEqual([
      ['Old'],
      ['A', 'B'],
      ['Far'],
    ]);
  });

  test('five thousand keys are at most fifty stacks', () => {
    const many = Array.from({ length: 5000 }, (_, i) => portal(String(i), (i * 37) % 900));
    const stacks = stacksOf(many, now);
    expect(stacks.length).toBeLessThanOrEqual(50);
    expect(stacks.reduce((sum, { portals }) => sum + portals.length, 0)).toBe(5000);
  });
});
