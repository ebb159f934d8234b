import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openWindow } from '../testing/window';

test('a portal chosen in the tray opens with its key', async () => {
  const { twin } = await openWindow();
  const portals = await twin.app.Portals.List();
  const chosen = portals.find((p) => p.name === 'Contoso Customer Service');
  await waitFor(() => {
    act(() => {
      twin.emit('open-portal', chosen?.id);
    });
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Contoso Customer Service');
  });
  expect(await screen.findByRole('tab', { name: 'Authentication key' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('that the program stays in the tray is said until it was read', async () => {
  const { twin, user } = await openWindow();
  const words = 'Gatehouse went on in the tray when you closed the window.';
  expect(screen.queryByText(words)).not.toBeInTheDocument();
  await waitFor(() => {
    act(() => {
      twin.emit('stays-in-tray');
    });
    expect(screen.getByText(words)).toBeVisible();
  });
  await user.click(screen.getByRole('button', { name: 'Got it' }));
  expect(screen.queryByText(words)).not.toBeInTheDocument();
});
