import { describe, expect, test } from 'vitest';
import { dayHeading, local, localTime, relative, utc, zoneOf } from './time';

// The tests run in Berlin: UTC+1 in winter, UTC+2 in summer.
const now = Date.UTC(2027, 0, 18, 12, 0, 0);
const after = (milliseconds: number) => new Date(now + milliseconds).toISOString();

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('local', () => {
  test.each([
    ['2027-08-05T06:24:00Z', '5 Aug 2027, 08:24 (UTC+2)'],
    ['2027-01-05T06:24:00Z', '5 Jan 2027, 07:24 (UTC+1)'],
    ['2027-12-31T23:30:00Z', '1 Jan 2028, 00:30 (UTC+1)'],
    ['2027-08-05T06:24:00.123456789+09:00', '4 Aug 2027, 23:24 (UTC+2)'],
    ['', ''],
    ['no time', ''],
  ])('%s is %s', (text, want) => {
    expect(local(text)).toBe(want);
  });
});

describe('utc', () => {
  test.each([
    ['2027-08-05T06:24:09Z', '5 Aug 2027, 06:24:09 UTC'],
    ['2027-08-05T00:24:00+02:00', '4 Aug 2027, 22:24:00 UTC'],
    ['', ''],
  ])('%s is %s', (text, want) => {
    expect(utc(text)).toBe(want);
  });
});

test('the zone follows daylight saving', () => {
  expect(zoneOf(Date.UTC(2027, 2, 28, 0, 59))).toBe('UTC+1');
  expect(zoneOf(Date.UTC(2027, 2, 28, 1, 0))).toBe('UTC+2');
});

test('the time of day is local', () => {
  expect(localTime('2027-01-18T08:05:00Z')).toBe('09:05');
});

describe('relative', () => {
  test.each([
    [0, 'just now'],
    [30_000, 'in less than a minute'],
    [-59_000, 'just now'],
    [-minute, '1 minute ago'],
    [90 * minute, 'in 1 hour'],
    [2 * day - 1, 'in 2 days'],
    [2 * day - minute, 'in 47 hours'],
    [2 * day, 'in 2 days'],
    [-3.2 * day, '3 days ago'],
    [59 * day, 'in 59 days'],
    [61 * day, 'in 2 months'],
    [340 * day, 'in 11 months'],
    [729 * day, 'in 23 months'],
    [731 * day, 'in 2 years'],
    [-1100 * day, '3 years ago'],
  ])('%i milliseconds away is "%s"', (distance, want) => {
    expect(relative(after(distance), now)).toBe(want);
  });

  test('is nothing for no time', () => {
    expect(relative('', now)).toBe('');
  });
});

describe('dayHeading', () => {
  test.each([
    ['2027-01-17T23:30:00Z', 'Today'], // half past midnight in Berlin
    ['2027-01-17T22:30:00Z', 'Yesterday'],
    ['2027-01-16T12:00:00Z', 'Saturday, 16 Jan 2027'],
  ])('%s is %s', (text, want) => {
    expect(dayHeading(text, now)).toBe(want);
  });
});
