import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { guid } from '../../bridge/fake/portals';
import { now } from '../../testing/now';
import { openWindow } from '../../testing/window';
import { messageWord, thresholdWord } from './words';

const open = (at = '/inbox') =>
  openWindow({
    at,
    prepare: (twin) => {
      twin.reminders.furnish();
    },
  });

describe('the inbox', () => {
  test('counts what is unread, in the navigation too, until it is read', async () => {
    const { user } = await open();
    const card = await screen.findByRole('region', { name: /^Notices, \d+ unread$/ });
    const before = within(card).getAllByRole('button', { name: /^Mark as read: / });
    expect(screen.getByLabelText(`${String(before.length)} unread`)).toBeVisible();
    const [first] = before;
    if (first) await user.click(first);
    await waitFor(() => {
      expect(within(card).getAllByRole('button', { name: /^Mark as read: / })).toHaveLength(
        before.length - 1,
      );
    });
    await user.click(within(card).getByRole('button', { name: 'Mark all as read' }));
    expect(await screen.findByRole('region', { name: 'Notices' })).toBeVisible();
    expect(screen.queryByLabelText(/unread/)).not.toBeInTheDocument();
  });

  test('tells in a narrow window too how many are unread', async () => {
    vi.spyOn(window, 'matchMedia').mockImplementation(
      (media) =>
        ({
          media,
          matches: media.includes('50rem'),
          addEventListener: () => undefined,
          removeEventListener: () => undefined,
        }) as unknown as MediaQueryList,
    );
    try {
      await open();
      expect(await screen.findByRole('link', { name: /^Inbox, \d+ unread$/ })).toBeVisible();
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('says what did not arrive and why, here and on the home page, and sends it again', async () => {
    const { user, twin } = await open();
    twin.reminders.lose('ada@contoso.example', 'The mailbox is full.');
    const message = await screen.findByText(/^The e-mail to ada@contoso.example did not arrive:/);
    expect(message).toBeVisible();
    expect(screen.getByText(/The mailbox is full\./)).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Home' }));
    expect(await screen.findByText(/^The e-mail to ada@contoso.example did not arrive:/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Send again' }));
    await waitFor(() => {
      expect(twin.calls).toContain('Reminders.Retry');
    });
    await waitFor(() => {
      expect(screen.queryByText(/did not arrive/)).not.toBeInTheDocument();
    });
  });

  test('says in one notice what failed alike, and sends all of it again', async () => {
    const { user, twin } = await open();
    for (let n = 0; n < 5; n++) twin.reminders.lose('ada@contoso.example', 'The mailbox is full.');
    twin.reminders.lose('grace@contoso.example', 'The mailbox is full.');
    expect(await screen.findByText('5 e-mails to ada@contoso.example did not arrive.')).toBeVisible();
    expect(screen.getByText('2 more')).toBeVisible();
    expect(screen.getByText(/^The e-mail to grace@contoso.example did not arrive:/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Send all again' }));
    await waitFor(() => {
      expect(screen.queryByText(/ada@contoso.example did not arrive/)).not.toBeInTheDocument();
    });
    expect(twin.calls.filter((call) => call === 'Reminders.Retry')).toHaveLength(5);
    expect(screen.getByText(/^The e-mail to grace@contoso.example did not arrive:/)).toBeVisible();
  });

  test('pauses and resumes reminders', async () => {
    const { user } = await open();
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    await user.click(await screen.findByRole('menuitem', { name: /^For an hour/ }));
    await user.click(await screen.findByRole('button', { name: 'Resume reminders' }));
    expect(await screen.findByRole('button', { name: 'Pause' })).toBeVisible();
  });

  test('tells the next reminders in words', async () => {
    await open();
    const next = await screen.findByRole('region', { name: 'Next reminders' });
    expect(within(next).getAllByText(/^\d+ days? before · /).length).toBeGreaterThan(0);
    expect(thresholdWord('b1d')).toBe('1 day before');
    expect(thresholdWord('b12h')).toBe('12 hours before');
    expect(thresholdWord('x0')).toBe('at the end');
    expect(thresholdWord('a2d')).toBe('2 days after');
    expect(messageWord('desktop', '')).toBe('The desktop notification');
  });
});

describe('reminder settings', () => {
  test('keep channels, quiet hours and times, and say what is wrong with a time', async () => {
    const { user, twin } = await open('/inbox/settings');
    await user.click(await screen.findByRole('switch', { name: /^Desktop/ }));
    await user.type(screen.getByRole('textbox', { name: 'Times' }), 'b30d soon');
    const card = screen.getByRole('region', { name: 'When and how' });
    await user.click(within(card).getByRole('button', { name: 'Save' }));
    expect(await within(card).findByText(/"soon" is no reminder/)).toBeVisible();
    await user.clear(screen.getByRole('textbox', { name: 'Times' }));
    await user.type(screen.getByRole('textbox', { name: 'Times' }), 'b30d, b7d');
    await user.click(within(card).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Reminder settings saved')).toBeVisible();
    expect(await twin.app.Reminders.Settings()).toMatchObject({
      off: ['desktop'],
      thresholds: ['b30d', 'b7d'],
    });
  });

  test('leave the reminder at the end itself out, with the usual times and with own ones', async () => {
    const { user, twin } = await open('/inbox/settings');
    const card = await screen.findByRole('region', { name: 'When and how' });
    const atEnd = () => screen.getByRole('switch', { name: 'Also at the end itself' });
    expect(atEnd()).toBeChecked();
    await user.click(atEnd());
    await user.click(within(card).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Reminder settings saved')).toBeVisible();
    expect(await twin.app.Reminders.Settings()).toMatchObject({ thresholds: [], withoutEnd: true });
    expect(atEnd()).not.toBeChecked();
    const times = screen.getByRole('textbox', { name: 'Times' });
    await user.type(times, 'b30d x0 a1d');
    expect(atEnd()).toBeChecked();
    await user.click(atEnd());
    expect(times).toHaveValue('b30d a1d');
    await user.click(atEnd());
    expect(times).toHaveValue('b30d a1d x0');
  });

  test('ask for the other end of the quiet hours', async () => {
    const { user, twin } = await open('/inbox/settings');
    const card = await screen.findByRole('region', { name: 'When and how' });
    await user.type(within(card).getByLabelText('Quiet from'), '22:30');
    await user.click(within(card).getByRole('button', { name: 'Save' }));
    expect(await within(card).findByText('Say when they end, or leave both empty.')).toBeVisible();
    expect(twin.calls).not.toContain('Reminders.SaveSettings');
    await user.type(within(card).getByLabelText('Quiet until'), '07:00');
    await user.click(within(card).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Reminder settings saved')).toBeVisible();
  });

  test('keep groups with times of their own, which portals choose', async () => {
    const { user, twin } = await open('/inbox/settings');
    await user.click(await screen.findByRole('button', { name: 'Add a group' }));
    await user.type(screen.getByRole('textbox', { name: 'Group 1' }), 'Calm');
    await user.type(screen.getByRole('textbox', { name: 'Times of group 1' }), 'b14d b1d');
    await user.click(
      within(screen.getByRole('region', { name: 'When and how' })).getByRole('button', { name: 'Save' }),
    );
    expect(await screen.findByText('Reminder settings saved')).toBeVisible();
    expect((await twin.app.Reminders.Settings()).groups).toEqual([
      { name: 'Calm', thresholds: ['b14d', 'b1d'] },
    ]);
  });

  test('keep the mail server, and never show its password', async () => {
    const { user, twin } = await open('/inbox/settings');
    const card = await screen.findByRole('region', { name: 'Mail server' });
    expect(within(card).getByLabelText('Password')).toHaveValue('');
    await user.clear(within(card).getByRole('textbox', { name: 'Server' }));
    await user.type(within(card).getByRole('textbox', { name: 'Server' }), 'mail.contoso.example');
    await user.type(within(card).getByLabelText('Password'), 'secret');
    await user.click(within(card).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('The mail server was saved')).toBeVisible();
    expect(await twin.app.Reminders.Mail()).toMatchObject({
      host: 'mail.contoso.example',
      hasPassword: true,
    });
    expect(screen.queryByDisplayValue('secret')).not.toBeInTheDocument();
    const again = screen.getByRole('region', { name: 'Mail server' });
    await user.type(
      within(again).getByRole('textbox', { name: /^Send a test message to/ }),
      'ada@contoso.example',
    );
    await user.click(within(again).getByRole('button', { name: 'Send test message' }));
    expect(await screen.findByText('The test message was sent')).toBeVisible();
  });

  test('sign people up and off', async () => {
    const { user } = await open('/inbox/settings');
    const card = await screen.findByRole('region', { name: 'People who get e-mail' });
    await user.click(within(card).getByRole('button', { name: 'Sign up' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sign up for e-mail' });
    await user.type(within(dialog).getByRole('textbox', { name: /^E-mail address/ }), 'grace');
    await user.click(within(dialog).getByRole('button', { name: 'Sign up' }));
    expect(await within(dialog).findByText(/is no e-mail address/)).toBeVisible();
    await user.type(within(dialog).getByRole('textbox', { name: /^E-mail address/ }), '@contoso.example');
    await user.click(within(dialog).getByRole('button', { name: 'Sign up' }));
    await user.click(await screen.findByRole('button', { name: 'Sign off grace@contoso.example' }));
    await waitFor(() => {
      expect(
        screen.queryByRole('button', { name: 'Sign off grace@contoso.example' }),
      ).not.toBeInTheDocument();
    });
  });
});

describe('reminders of a portal', () => {
  test('are acknowledged, which hides the message at the top', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('link', { name: 'Home' }));
    const message = /^The authentication key of Contoso Partners expires soon/;
    expect(await screen.findByText(message)).toBeVisible();
    await user.click(
      within(screen.getByRole('region', { name: 'Next keys to expire' })).getByRole('link', {
        name: 'Contoso Partners',
      }),
    );
    const card = await screen.findByRole('region', { name: 'Reminders' });
    await user.click(await within(card).findByRole('button', { name: 'Acknowledge' }));
    await waitFor(() => {
      expect(within(card).queryByRole('button', { name: 'Acknowledge' })).not.toBeInTheDocument();
    });
    await user.click(screen.getByRole('link', { name: 'Home' }));
    await screen.findByRole('region', { name: 'Next keys to expire' });
    expect(screen.queryByText(message)).not.toBeInTheDocument();
  });

  test('have times of their own', async () => {
    const { user } = await open(`/portals/${guid(2)}/key`);
    const card = await screen.findByRole('region', { name: 'Reminders' });
    expect(within(card).getByText('the usual ones')).toBeVisible();
    await user.click(within(card).getByRole('button', { name: 'Times…' }));
    const dialog = await screen.findByRole('dialog', { name: 'When reminders of this portal go out' });
    await user.type(within(dialog).getByRole('textbox', { name: /^Own times/ }), 'b10d x0');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(card).findByText('its own: 10 days before, at the end')).toBeVisible();
  });

  test('are snoozed, muted with a reason, and taken up again', async () => {
    const { user } = await open(`/portals/${guid(2)}/key`);
    const card = await screen.findByRole('region', { name: 'Reminders' });
    await user.click(within(card).getByRole('button', { name: 'Snooze' }));
    await user.click(await screen.findByRole('menuitem', { name: 'For a week' }));
    expect(await within(card).findByText(/^until/)).toBeVisible();
    await user.click(await within(card).findByRole('button', { name: 'End snooze' }));
    await user.click(await within(card).findByRole('button', { name: 'Snooze' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Until a more urgent one is due' }));
    expect(await within(card).findByText(/^until a more urgent one is due/)).toBeVisible();
    await user.click(await within(card).findByRole('button', { name: 'End snooze' }));
    await user.click(await within(card).findByRole('button', { name: 'Mute…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Mute this portal?' });
    await user.type(within(dialog).getByRole('textbox', { name: /^Reason/ }), 'Being taken down');
    await user.click(within(dialog).getByRole('button', { name: 'Mute' }));
    expect(await within(card).findByText(/Being taken down/)).toBeVisible();
    await user.click(await within(card).findByRole('button', { name: 'Unmute' }));
    expect(await within(card).findByRole('button', { name: 'Mute…' })).toBeVisible();
  });

  test('cannot be snoozed once they are critical, and it says so', async () => {
    await open(`/portals/${guid(1)}/key`);
    const card = await screen.findByRole('region', { name: 'Reminders' });
    expect(await within(card).findByText(/^Critical reminders cannot be snoozed/)).toBeVisible();
    expect(within(card).queryByRole('button', { name: /nooze/ })).not.toBeInTheDocument();
  });

  test('can be snoozed again once a snooze is over', async () => {
    await openWindow({
      at: `/portals/${guid(2)}/key`,
      prepare: (twin) => void twin.app.Reminders.Snooze(guid(2), new Date(now - 3_600_000).toISOString()),
    });
    const card = await screen.findByRole('region', { name: 'Reminders' });
    expect(await within(card).findByRole('button', { name: 'Snooze' })).toBeVisible();
    expect(within(card).queryByText('Snoozed')).not.toBeInTheDocument();
  });

  test('that are muted say so with the reason, in the list, at home and on its page', async () => {
    const { user, twin } = await open('/portals');
    await screen.findByRole('table', { name: 'Portals' });
    await twin.app.Reminders.Mute(guid(2), 'Being taken down');
    const row = () => screen.getByRole('row', { name: /Contoso Customer Service/ });
    expect(await within(row()).findByText('Muted: Being taken down')).toBeVisible();
    expect(screen.getAllByText(/^Muted: /)).toHaveLength(1);
    await user.type(screen.getByRole('searchbox', { name: 'Filter portals' }), 'muted');
    expect(await screen.findByText('1 of 7')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Contoso Customer Service' }));
    await screen.findByRole('tab', { name: 'Overview' }); // the list says it too, until it is gone
    expect(screen.getByText('Muted: Being taken down')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Home' }));
    const next = await screen.findByRole('region', { name: 'Next keys to expire' });
    expect(within(next).getByText('Muted: Being taken down')).toBeVisible();
  });
});
