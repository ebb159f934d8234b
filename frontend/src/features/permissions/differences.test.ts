import { describe, expect, test } from 'vitest';
import { difference } from './differences';
import type { Reach, Verdict } from './letters';

describe('a difference', () => {
  test.each<[Verdict | Reach, Verdict | Reach, string]>([
    ['deny', 'allow', 'wider'],
    ['allow', 'deny', 'narrower'],
    ['allow', 'allow', 'same'],
    ['none', 'some', 'wider'],
    ['all', 'some', 'narrower'],
    ['none', 'empty', 'wider'],
    ['unknown', 'unknown', 'same'],
    ['unknown', 'allow', 'unclear'],
    ['none', 'unknown', 'unclear'],
  ])('from %s to %s is %s', (before, after, want) => {
    expect(difference(before, after)).toBe(want);
  });

  test('of access types alone counts only where some rows are reached', () => {
    expect(difference<Reach>('some', 'some', '2', '4')).toBe('other');
    expect(difference<Reach>('all', 'all', '1', '3')).toBe('same');
  });
});
