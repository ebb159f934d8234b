import { describe, expect, test } from 'vitest';
import { count, fileName, grouped, matches, names, place } from './text';

test('count agrees in number and separates thousands', () => {
  expect(count(1, 'portal')).toBe('1 portal');
  expect(count(5000, 'portal')).toBe('5,000 portals');
  expect(count(0, 'entry', 'entries')).toBe('0 entries');
});

describe('matches', () => {
  test.each([
    ['PART sales', true],
    ['part  sales', true],
    ['part nowhere', false],
    ['', true],
  ])('"%s" %s', (filter, want) => {
    expect(matches(filter, 'Contoso Partners', 'Contoso Sales')).toBe(want);
  });

  test('does not run texts together', () => {
    expect(matches('ab', 'a', 'b')).toBe(false);
  });
});

test('names are joined as in a sentence and cut where there are many', () => {
  expect(names([])).toBe('');
  expect(names(['a'])).toBe('a');
  expect(names(['a', 'b'])).toBe('a and b');
  expect(names(['a', 'b', 'c'])).toBe('a, b and c');
  expect(names(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});

test('a thumbprint is grouped without losing a digit', () => {
  const thumbprint = '0123456789ABCDEF0123456789ABCDEF01234567';
  expect(grouped(thumbprint)).toBe('0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567');
});

test('a place names the line only where it is known', () => {
  expect(place('webrole.yml', 8)).toBe('webrole.yml:8');
  expect(place('webrole.yml', 0)).toBe('webrole.yml');
  expect(fileName('C:\\keys\\a.cer')).toBe('a.cer');
});
