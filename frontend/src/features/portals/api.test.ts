import { expect, test } from 'vitest';
import { fieldOf } from './api';

test.each([
  ["The portal's name is missing.", 'name'],
  ["The portal's address is missing.", 'url'],
  ['The portal\'s address "http://environment.example" is not an https address.', 'url'],
  ["The environment's name is longer than 160 characters.", 'organizationName'],
  ['The environment\'s address "ftp://a" is not an https address.', 'organizationUrl'],
  ['The tenant id "name" is not a GUID.', 'tenantId'],
  ['Something else is wrong.', undefined],
])('%s is about %s', (message, field) => {
  expect(fieldOf(message)).toBe(field);
});
