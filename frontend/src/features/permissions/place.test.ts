import { expect, test } from 'vitest';
import { basisOf, openCell, opening, permissionsPlace } from './place';
import { cellFrom, cellKey, targetFrom, targetText } from './target';

test('a place keeps what is understood and leaves out the rest', () => {
  const known = {
    as: 'signed-in',
    pin: 'anonymous',
    profile: 'legacy',
    missing: 'absent',
    at: '2026-03-01T12:00:00Z',
    preview: 'off',
    view: 'tables',
    q: 'order',
    show: 'unknown',
    right: 'read',
    mode: 'alone',
    all: 'yes',
    only: 'differences',
    cell: 'table~read~~account',
    of: 'anonymous',
  };
  expect(permissionsPlace(known)).toEqual(known);
  expect(permissionsPlace({ view: 'nothing', at: 'tomorrow', profile: 'old', q: 7, other: 'x' })).toEqual({});
});

test('a snapshot is judged by the current rules, missing records unknown, now', () => {
  expect(basisOf({}, 's')).toEqual({ snapshotId: 's', profile: 'current', missing: 'unknown', at: '' });
});

test('a target is read back, whatever its id holds', () => {
  const target = { kind: 'page', id: '/a~b/', right: 'read', column: '' };
  expect(targetFrom(targetText(target))).toEqual(target);
  expect(targetFrom('page~read')).toBeUndefined();
  expect(targetFrom('house~read~~x')).toBeUndefined();
});

test('a cell is opened, found and closed again', () => {
  const cell = { target: { kind: 'column', id: 'account', right: 'read', column: 'name' }, of: 'alone~r' };
  const place = permissionsPlace({ ...opening(cell) });
  expect(openCell(place)).toEqual(cell);
  expect(cellFrom(cellKey(cell))).toEqual(cell);
  expect(permissionsPlace({ ...place, ...opening(undefined) })).toEqual({});
});
