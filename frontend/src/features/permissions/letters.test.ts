import { expect, test } from 'vitest';
import { reachOf, sourceOf, typesOf, verdictOf } from './letters';

test('letters that are not there tell nothing', () => {
  expect(verdictOf(undefined)).toBe('unknown');
  expect(reachOf(undefined)).toBe('unknown');
  expect(typesOf(undefined)).toEqual([]);
  expect(sourceOf(undefined)).toEqual({ by: 'missing', own: false });
});

test('verdicts and reaches', () => {
  expect(['a', 'd', 'u'].map(verdictOf)).toEqual(['allow', 'deny', 'unknown']);
  expect(['n', 's', 'e', 'a', 'u'].map(reachOf)).toEqual(['none', 'some', 'empty', 'all', 'unknown']);
});

test('a set of access types is one character', () => {
  expect(typesOf('0')).toEqual([]);
  expect(typesOf('1')).toEqual(['global']);
  expect(typesOf(String.fromCharCode(48 + 2 + 16))).toEqual(['contact', 'parent']);
  expect(typesOf(String.fromCharCode(48 + 63))).toHaveLength(6);
});

test('a large letter is a permission of the page itself', () => {
  expect(sourceOf('R')).toEqual({ by: 'restrict', own: true });
  expect(sourceOf('r')).toEqual({ by: 'restrict', own: false });
  expect(sourceOf('G')).toEqual({ by: 'grant', own: true });
});
