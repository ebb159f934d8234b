// Where keys stand on the timeline of the home page. Pure: the present is an argument, lengths are milliseconds.

import type { PortalRow } from '../../bridge/types';
import type { KeyState } from '../../lib/key-state';
import { moment } from '../../lib/time';

const day = 86_400_000;

/** A part of the timeline: a key state with its share of the width. Within it, time passes evenly. */
export interface Band {
  state: KeyState;
  from: number; // time left, exclusive; what lies beyond an outer band stands at its edge
  until: number; // time left, inclusive
  share: number; // of the width, in hundredths
}

/** The bands from left to right. Their bounds are those of the key states; the nearer the end, the more room. */
export const bands: readonly Band[] = [
  { state: 'expired', from: -30 * day, until: 0, share: 15 },
  { state: 'critical', from: 0, until: 7 * day, share: 23 },
  { state: 'soon', from: 7 * day, until: 30 * day, share: 20 },
  { state: 'due', from: 30 * day, until: 90 * day, share: 20 },
  { state: 'healthy', from: 90 * day, until: 730 * day, share: 22 },
];

/** The reminders that are drawn as lines, by the time left, with the words below them. */
export const marks: readonly { left: number; label: string }[] = [
  { left: 0, label: '0' },
  { left: day, label: '1' },
  { left: 3 * day, label: '3' },
  { left: 7 * day, label: '7' },
  { left: 15 * day, label: '15' },
  { left: 30 * day, label: '30' },
  { left: 60 * day, label: '60' },
  { left: 90 * day, label: '90 days' },
];

/** Where a key with this much time left stands, from 0 at the left to 100 at the right. */
export function placeOf(left: number): number {
  let edge = 0;
  for (const band of bands) {
    if (left <= band.until) {
      const within = (Math.max(left, band.from) - band.from) / (band.until - band.from);
      return edge + within * band.share;
    }
    edge += band.share;
  }
  return 100;
}

/** Keys that stand so close together that they are drawn above each other, the one that ends first at the bottom. */
export interface Stack {
  place: number; // the middle, from 0 to 100
  portals: PortalRow[];
}

const width = 2; // of a stack, in hundredths

/** The portals in service that have a key, stacked. */
export function stacksOf(portals: readonly PortalRow[], now: number): Stack[] {
  const stacks = new Map<number, Stack>();
  const dated = portals
    .filter((p) => p.state === 'active' && p.key.expires !== '')
    .sort((a, b) => moment(a.key.expires) - moment(b.key.expires));
  for (const portal of dated) {
    const at = Math.min(Math.floor(placeOf(moment(portal.key.expires) - now) / width), 100 / width - 1);
    const stack = stacks.get(at) ?? { place: at * width + width / 2, portals: [] };
    stack.portals.push(portal);
    stacks.set(at, stack);
  }
  return [...stacks.values()];
}
