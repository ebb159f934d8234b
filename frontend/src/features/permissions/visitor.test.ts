import { expect, test } from 'vitest';
import { anonymous, signedIn, visitorFrom, visitorText } from './visitor';

test.each([
  ['anonymous', anonymous],
  ['signed-in', signedIn()],
  ['signed-in~a~b', signedIn(['a', 'b'])],
  ['alone~a', { ...signedIn(['a']), alone: true }],
  ['contact~c', { ...signedIn(), contact: 'c' }],
  ['contact~c~a', { ...signedIn(['a']), contact: 'c' }],
])('%s stands in the address and is read back', (text, visitor) => {
  expect(visitorText(visitor)).toBe(text);
  expect(visitorFrom(text)).toEqual(visitor);
});

test.each(['', 'nobody', 'contact', 'contact~'])('%j names nobody who is signed in', (text) => {
  expect(visitorFrom(text)).toEqual(anonymous);
});
