import { act, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import type { Twin } from '../../bridge/fake/twin';
import { openWindow, rowsOf } from '../../testing/window';

const partners = guid(3); // local
const fabrikam = guid(4); // watched

/** Opens a portal's key page with an update begun. */
async function updating(
  portalId: string,
  then: (twin: Twin) => void = () => undefined,
): Promise<{ user: UserEvent; twin: Twin; card: HTMLElement }> {
  const { user, twin } = await openWindow({ at: `/portals/${portalId}/key` });
  await act(async () => {
    await twin.app.Renewals.Start(portalId);
    then(twin);
  });
  const card = await screen.findByRole('region', { name: 'Key update' });
  return { user, twin, card };
}

const stagesOf = (card: HTMLElement) =>
  within(within(card).getByRole('list', { name: 'Stages' }))
    .getAllByRole('listitem')
    .map((stage) => stage.textContent);

describe('an update under way', () => {
  test('shows every stage, which one is reached, and the time elapsed', async () => {
    const { card } = await updating(partners, (twin) => {
      twin.renewals.advance(partners);
      twin.renewals.advance(partners);
      twin.renewals.age(partners, 2);
    });
    await waitFor(() => {
      expect(stagesOf(card)).toEqual([
        'New key made13:00',
        'Private part put into the key store13:00',
        'Public part put on the applicationunder way',
        'Portal restartedto come',
        'Portal signed in with the new keyto come',
        'Old key removedto come',
      ]);
    });
    expect(card).toHaveTextContent('Time elapsed: 2 min 0 s');
    expect(card).toHaveTextContent('You can leave this page or close the window.');
    expect(screen.queryByText(/longer than usual/)).not.toBeInTheDocument();
  });

  test('is still there after leaving the page, and in the bar meanwhile', async () => {
    const { user } = await updating(partners);
    const navigation = screen.getByRole('navigation', { name: 'Main' });
    await user.click(within(navigation).getByRole('link', { name: 'Portals' }));
    const table = await screen.findByRole('table', { name: 'Portals' });
    expect(await within(table).findByText('Updating')).toBeVisible();
    expect(
      within(table).queryByRole('button', { name: 'Update key of Contoso Partners' }),
    ).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '1 key update under way' }));
    expect(await screen.findByRole('region', { name: 'Key update' })).toBeVisible();
  });

  test('of several keys is counted in the bar, with the way to each', async () => {
    const { user, twin } = await updating(partners);
    await act(async () => {
      await twin.app.Renewals.Start(fabrikam);
    });
    await user.click(await screen.findByRole('button', { name: '2 key updates under way' }));
    await user.click(await screen.findByRole('menuitem', { name: /Fabrikam Field Service/ }));
    await waitFor(() => {
      expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Fabrikam Field Service');
    });
  });

  test('says when it takes longer than usual, and later what to check', async () => {
    const { twin, card } = await updating(partners, (it) => {
      it.renewals.age(partners, 8);
    });
    expect(await within(card).findByText('This takes longer than usual.')).toBeVisible();
    act(() => {
      twin.renewals.age(partners, 16);
    });
    expect(await within(card).findByText(/What to check:/)).toBeVisible();
    expect(card).toHaveTextContent('Settings say whether the key store can be reached.');
    expect(card).toHaveTextContent('Time elapsed: 16 min 0 s');
  });

  test('ends with the old and the new thumbprint, and the key on the page is the new one', async () => {
    const { user, twin, card } = await updating(partners);
    const old = twin.renewals.of(partners).attempts[0]?.oldThumbprint ?? '';
    act(() => {
      for (let i = 0; i < 6; i++) twin.renewals.advance(partners);
    });
    expect(await within(card).findByText('The key was updated.')).toBeVisible();
    const fact = (name: string) =>
      within(card).getByText(name).nextElementSibling?.textContent.replaceAll(' ', '') ?? '';
    const fresh = fact('New thumbprint');
    expect(fact('Old thumbprint')).toBe(old);
    expect(fresh).toMatch(/^[0-9A-F]{40}$/);
    expect(fresh).not.toBe(old);
    expect(within(card).getByText('Valid until').nextElementSibling).toHaveTextContent('17 Jan 2029');
    const manage = screen.getByRole('region', { name: 'Manage portal authentication key' });
    await waitFor(() => {
      expect(within(manage).getByText('Thumbprint').nextElementSibling?.textContent.replaceAll(' ', '')).toBe(
        fresh,
      );
    });
    expect(screen.queryByRole('button', { name: /under way/ })).not.toBeInTheDocument();
    await user.click(within(card).getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('region', { name: 'Key update' })).not.toBeInTheDocument();
  });
});

describe('a failed update', () => {
  test('says what happened and what to try, and is retried', async () => {
    const { user, twin, card } = await updating(partners, (it) => {
      it.renewals.advance(partners);
      it.renewals.breakDown(partners);
    });
    const alert = await within(card).findByRole('alert');
    expect(alert).toHaveTextContent('The portal did not sign in with the new key.');
    expect(alert).toHaveTextContent('Retry; the old key works until it expires.');
    expect(alert).toHaveTextContent('Reference r-17c1');
    expect(stagesOf(card)[1]).toBe('Private part put into the key storenot reached');
    expect(within(card).queryByRole('button', { name: 'Support bundle…' })).not.toBeInTheDocument();
    await user.click(within(card).getByRole('button', { name: 'Retry Authentication Key Update' }));
    expect(await within(card).findByText('Attempt 2')).toBeVisible();
    expect(within(card).queryByRole('alert')).not.toBeInTheDocument();
    expect(twin.renewals.of(partners).attempts).toHaveLength(2);
  });

  test('offers a support bundle after the third time, and shows it first', async () => {
    const { user, twin, card } = await updating(partners, (it) => {
      it.renewals.breakDown(partners);
    });
    for (let i = 0; i < 2; i++) {
      await user.click(await within(card).findByRole('button', { name: 'Retry Authentication Key Update' }));
      await within(card).findByText(`Attempt ${String(i + 2)}`);
      act(() => {
        twin.renewals.breakDown(partners);
      });
    }
    await user.click(await within(card).findByRole('button', { name: 'Support bundle…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Support bundle' });
    const text = await within(dialog).findByRole('region', { name: 'Text of the support bundle' });
    expect(text).toHaveTextContent('Attempt 3');
    expect(twin.calls).not.toContain('Renewals.SaveSupportBundle');
    await user.click(within(dialog).getByRole('button', { name: 'Copy' }));
    await screen.findByText('The support bundle was copied');
    expect(await navigator.clipboard.readText()).toBe(text.textContent);
    twin.chosen = '/home/alex/bundle.txt';
    await user.click(within(dialog).getByRole('button', { name: 'Save…' }));
    expect(await screen.findByText('/home/alex/bundle.txt')).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(
      await within(card).findByRole('button', { name: 'Retry Authentication Key Update' }),
    ).toBeVisible();
  });
});

describe('an update in the admin center', () => {
  test('is handed over, reported as started, and looked at', async () => {
    const { user, twin, card } = await updating(fabrikam);
    expect(stagesOf(card)).toEqual([
      'Handed over to the admin center13:00',
      'Update startedwaiting for you',
      'New key seento come',
      'New key proven' + 'to come',
    ]);
    expect(screen.getByRole('button', { name: '1 key update waits for you' })).toBeVisible();
    await user.click(within(card).getByRole('button', { name: 'Open the admin center' }));
    await user.click(within(card).getByRole('button', { name: 'Look now' }));
    await user.click(within(card).getByRole('button', { name: 'I have started it' }));
    expect(await within(card).findByText(/^The update is running\./)).toBeVisible();
    expect(twin.calls).toEqual(
      expect.arrayContaining(['Renewals.OpenPage', 'Renewals.Look', 'Renewals.ReportStarted']),
    );
    expect(within(card).queryByRole('button', { name: 'I have started it' })).not.toBeInTheDocument();
  });

  test('is given up only after asking', async () => {
    const { user, twin, card } = await updating(fabrikam);
    await user.click(within(card).getByRole('button', { name: 'Stop waiting…' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Stop waiting for this update?' });
    expect(twin.calls).not.toContain('Renewals.GiveUp');
    await user.click(within(dialog).getByRole('button', { name: 'Stop waiting' }));
    await waitFor(() => {
      expect(screen.queryByRole('region', { name: 'Key update' })).not.toBeInTheDocument();
    });
    const history = screen.getByRole('table', { name: 'Updates of the key' });
    expect(rowsOf(history)[0]).toContain('Given up');
  });
});

describe.each([
  ['a minute ago', 1],
  ['an hour ago', 60],
])('an update that was interrupted %s', (_, minutesAgo) => {
  test('asks again and goes on', async () => {
    const { user, card } = await updating(partners, (twin) => {
      twin.renewals.interrupt(partners, minutesAgo);
    });
    expect(await within(card).findByText('The update was interrupted.')).toBeVisible();
    expect(card).toHaveTextContent('Nothing was changed; say whether to go on.');
    expect(screen.getByRole('button', { name: '1 key update waits for you' })).toBeVisible();
    await user.click(within(card).getByRole('button', { name: 'Confirm' }));
    expect(await within(card).findByRole('list', { name: 'Stages' })).toBeVisible();
  });

  test('asks again and is cancelled', async () => {
    const { user, card } = await updating(partners, (twin) => {
      twin.renewals.interrupt(partners, minutesAgo);
    });
    await within(card).findByText('The update was interrupted.');
    await user.click(within(card).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => {
      expect(screen.queryByRole('region', { name: 'Key update' })).not.toBeInTheDocument();
    });
    expect(screen.queryByRole('button', { name: /waits for you/ })).not.toBeInTheDocument();
  });

  test('is in the bar on every page', async () => {
    const { user } = await updating(partners, (twin) => {
      twin.renewals.interrupt(partners, minutesAgo);
    });
    await user.click(
      within(screen.getByRole('navigation', { name: 'Main' })).getByRole('link', { name: 'Portals' }),
    );
    await user.click(await screen.findByRole('button', { name: '1 key update waits for you' }));
    expect(await screen.findByText('The update was interrupted.')).toBeVisible();
  });
});

describe('the history of updates', () => {
  test('lists who updated when, from which key to which, with every attempt', async () => {
    const { user } = await openWindow({
      at: `/portals/${partners}/key`,
      prepare: (twin) => {
        twin.renewals.past(partners, 40, 'succeeded');
        twin.renewals.past(partners, 41, 'failed');
      },
    });
    const table = await screen.findByRole('table', { name: 'Updates of the key' });
    const [first, second] = rowsOf(table);
    expect(first?.[1]).toContain('9 Dec 2026');
    expect(first?.[2]).toContain('9 Dec 2026');
    expect(first?.slice(3)).toEqual([
      'alex@contoso.example',
      '1',
      expect.stringMatching(/^[0-9A-F]{8}… → [0-9A-F]{8}…$/),
      'Updated',
    ]);
    expect(second?.slice(5)).toEqual([expect.stringMatching(/^[0-9A-F]{8}… → none yet$/), 'Failed']);
    const [, failed] = within(table).getAllByRole('button', { name: 'Attempts of this update' });
    if (!failed) throw new Error('the second update has no attempts');
    expect(failed).toHaveAttribute('aria-expanded', 'false');
    await user.click(failed);
    const attempts = within(table).getByRole('list', { name: 'Attempts' });
    expect(attempts).toHaveTextContent('Attempt 1 by alex@contoso.example');
    expect(attempts).toHaveTextContent('The portal did not sign in with the new key.');
    expect(stagesOf(attempts)).toContain('Portal restartednot reached');
  });

  test('tells keys that came without an update among the others', async () => {
    await openWindow({
      at: `/portals/${fabrikam}/key`,
      prepare: ({ renewals }) => {
        renewals.past(fabrikam, 40, 'abandoned');
        const other = (daysAgo: number, by: string) => ({
          keyId: guid(daysAgo, 70),
          at: new Date(Date.UTC(2027, 0, 18 - daysAgo, 12)).toISOString(),
          by,
          oldThumbprint: 'AB'.repeat(20),
          newThumbprint: 'CD'.repeat(20),
          newExpires: '2028-01-01T00:00:00Z',
        });
        renewals.otherKeys = [other(10, ''), other(60, 'sam@contoso.example')];
      },
    });
    const table = await screen.findByRole('table', { name: 'Updates of the key' });
    await waitFor(() => {
      expect(rowsOf(table).map((row) => row[6])).toEqual(['Noticed', 'Given up', 'Imported']);
    });
    const [noticed, , imported] = rowsOf(table);
    expect(noticed?.slice(3, 6)).toEqual(['–', '–', 'ABABABAB… → CDCDCDCD…']);
    expect(imported?.[3]).toBe('sam@contoso.example');
  });

  test('says so where there was none', async () => {
    await openWindow({ at: `/portals/${partners}/key` });
    expect(await screen.findByText(/was never updated with Gatehouse/)).toBeVisible();
  });
});
