import { describe, expect, test } from 'vitest';
import {
  accessTypeWord,
  actionWord,
  glossary,
  kindWord,
  otherWord,
  pageRightWord,
  type TermId,
  word,
} from './words';

const ids = Object.keys(glossary) as TermId[];

describe('the glossary', () => {
  test.each(ids)('%s has both vocabularies and a meaning of at most two sentences', (id) => {
    const term = glossary[id];
    expect([term.today, term.todayMany, term.old, term.oldMany].every(Boolean)).toBe(true);
    const sentences = term.meaning.match(/\.(?= |$)/g) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(1);
    expect(sentences.length).toBeLessThanOrEqual(3);
  });

  test('puts the chosen words first and offers the others', () => {
    expect(word('tablePermission', 'power-pages')).toBe('Table permission');
    expect(word('tablePermission', 'dynamics-365-portals', true)).toBe('Entity permissions');
    expect(otherWord('tablePermission', 'power-pages')).toBe('Formerly: Entity permission');
    expect(otherWord('tablePermission', 'dynamics-365-portals')).toBe('Today: Table permission');
    expect(otherWord('webRole', 'power-pages')).toBe('');
  });
});

test('a page permission is always restrict read or grant change', () => {
  expect(pageRightWord('restrict-read')).toBe('Restrict read');
  expect(pageRightWord('grant-change')).toBe('Grant change');
  expect(pageRightWord('')).toBe('Unknown right');
});

test('an access type that nobody documents is called unknown', () => {
  expect(accessTypeWord('')).toBe('Unknown');
  expect(accessTypeWord('global')).toBe('Global');
});

test('kinds follow the glossary, and kinds outside of it are spelt out', () => {
  expect(kindWord('tablePermissions', 'dynamics-365-portals')).toBe('Entity permissions');
  expect(kindWord('advancedFormSteps', 'power-pages')).toBe('Advanced form steps');
});

test('an action of a newer backend is still readable', () => {
  expect(actionWord('portal.provisioned')).toBe('Portal created');
  expect(actionWord('review.signed')).toBe('review signed');
});
