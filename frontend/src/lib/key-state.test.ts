import { expect, test } from 'vitest';
import { keyState, keyStateLabel, keyStateMeaning, keyStates, urgency } from './key-state';

test('every state has its own words', () => {
  expect(new Set(keyStates.map(keyStateLabel)).size).toBe(keyStates.length);
  expect(new Set(keyStates.map(keyStateMeaning)).size).toBe(keyStates.length);
});

test('the most urgent state comes first', () => {
  expect(['healthy', 'expired', 'due', 'critical', 'soon'].sort((a, b) => urgency(a) - urgency(b))).toEqual([
    'expired',
    'critical',
    'soon',
    'due',
    'healthy',
  ]);
});

test('a state of a newer backend counts as no key', () => {
  expect(keyState('quarantined')).toBe('none');
});
