import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import { openWindow } from '../../testing/window';

const at = `/portals/${guid(3)}/key`;

test('a local portal says that it is signed in', async () => {
  await openWindow({ at });
  expect(await screen.findByText('The portal is signed in to its organization.')).toBeVisible();
});

test('a local portal that cannot use its newest key says why, and what to do', async () => {
  await openWindow({
    at,
    prepare: ({ renewals }) => {
      renewals.passedOver = 'The private part of its key is gone.';
    },
  });
  expect(await screen.findByText(/with an older key. The private part of its key is gone\.$/)).toBeVisible();
  expect(screen.getByText('Update the key.')).toBeVisible();
});
