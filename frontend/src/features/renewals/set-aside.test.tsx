import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import { openWindow } from '../../testing/window';

const message = 'An update of the key of Contoso Partners cannot be read and was put aside.';

test('an update that was put aside is told on every page, with the way to its key, until it was read', async () => {
  const { user } = await openWindow({
    at: '/settings',
    prepare: (twin) => {
      twin.setAside = [{ portalId: guid(3), message, hint: 'Look at the key before you update it.' }];
    },
  });
  expect(await screen.findByText(message)).toBeVisible();
  expect(screen.getByText('Look at the key before you update it.')).toBeVisible();
  await user.click(screen.getByRole('link', { name: 'Look at the key' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Contoso Partners' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText(message)).not.toBeInTheDocument();
});
