import type { Backend } from '../contract';
import type {
  BannerView,
  DeliveryView,
  InboxEntryView,
  MailView,
  NextNoticeView,
  PersonView,
  PortalRemindersView,
  PortalView,
  ReminderSettingsView,
} from '../types';
import { fault } from './fault';
import { guid } from './portals';

/** What reminders need from the rest of the twin. */
export interface ReminderHost {
  now: () => number;
  portals: () => readonly PortalView[];
  mute: (portalId: string, reason: string) => void; // an empty reason takes it back
  told: () => void; // what changed is told to the pages
}

const minute = 60_000;
const day = 1440 * minute;

const severities: Record<string, string> = {
  expired: 'critical',
  critical: 'high',
  soon: 'warning',
  due: 'info',
};
const order = ['critical', 'high', 'warning', 'info'];

const notToBeSnoozed = { canSnooze: false, moreUrgentAt: '', criticalAt: '' };

const calm: PortalRemindersView = {
  tracked: true,
  group: '',
  thresholds: [],
  muted: false,
  muteReason: '',
  mutedBy: '',
  mutedAt: '',
  snoozed: false,
  snoozedUntil: '',
  ...notToBeSnoozed,
  banner: false,
  records: [],
};

/** Reminders, kept in memory. The portals' keys say what is due; nothing goes out. */
export class FakeReminders {
  private readonly host: ReminderHost;
  private readonly acknowledged = new Set<string>();
  private readonly wishes = new Map<string, Partial<PortalRemindersView>>();
  private people: PersonView[] = [];
  private mail: MailView = {
    host: '',
    port: 587,
    security: 'starttls',
    user: '',
    from: '',
    hasPassword: false,
  };
  private settings: ReminderSettingsView = {
    thresholds: [],
    withoutEnd: false,
    groups: [],
    quietFrom: '',
    quietUntil: '',
    off: [],
  };
  private pausedUntil = '';
  private next = 1;
  inbox: InboxEntryView[] = [];
  deliveries: DeliveryView[] = [];
  trouble = '';

  constructor(host: ReminderHost) {
    this.host = host;
  }

  /** Fills inbox, people and deliveries as after some weeks of use. */
  furnish(): void {
    for (const p of this.host.portals()) {
      const severity = severities[p.key.state];
      if (severity === undefined || p.state !== 'active') continue;
      this.raise(p, 'reminder', severity, 0.2 + this.inbox.length, false);
    }
    const [, , , , fifth] = this.host.portals();
    if (fifth) this.raise(fifth, 'renewed', 'info', 9, true);
    this.inbox.sort((a, b) => b.raisedAt.localeCompare(a.raisedAt));
    this.people = [
      {
        id: guid(1, 80),
        name: 'Lee Gu',
        address: 'lee.gu@contoso.example',
        all: false,
        organizations: ['https://contososales.crm4.dynamics.example'],
      },
      { id: guid(2, 80), name: '', address: 'operations@contoso.example', all: true, organizations: [] },
    ];
    this.mail = {
      host: 'smtp.contoso.example',
      port: 587,
      security: 'starttls',
      user: 'gatehouse',
      from: 'gatehouse@contoso.example',
      hasPassword: true,
    };
  }

  /** A delivery that did not arrive. */
  lose(address: string, problem: string): void {
    const at = new Date(this.host.now() - 20 * minute).toISOString();
    const [first] = this.inbox;
    this.deliveries.unshift({
      id: guid(this.next++, 90),
      channel: 'mail',
      address,
      title: first?.title ?? 'A reminder',
      severity: first?.severity ?? 'warning',
      state: 'given-up',
      createdAt: at,
      changedAt: at,
      nextAttempt: '',
      attempts: 7,
      problem,
      hint: 'Look at the mail server in the settings.',
    });
    this.host.told();
  }

  /** Puts a notice into the inbox. */
  raise(p: PortalView, kind: string, severity: string, daysAgo: number, read: boolean): void {
    const renewed = kind === 'renewed';
    const ended = p.key.daysLeft < 0;
    this.inbox.unshift({
      id: `notice-${String(this.next++)}`,
      kind,
      severity,
      portalId: p.id,
      portalName: p.name,
      raisedAt: new Date(this.host.now() - daysAgo * day).toISOString(),
      title: renewed
        ? `${p.name}: the authentication key was renewed.`
        : `${p.name}: the authentication key ${p.key.sentence.charAt(0).toLowerCase()}${p.key.sentence.slice(1)}`,
      body: renewed
        ? `The new key is valid until ${spelled(p.key.expires)}. Its thumbprint is ${p.key.thumbprint}.`
        : `${ended ? 'It ended' : 'It ends'} on ${spelled(p.key.expires)}. Without a valid key the portal cannot sign in to its organization and is down for its visitors.\nUpdate the key; the portal restarts once.`,
      read,
    });
  }

  /** The bound struct. */
  readonly bound: Backend['Reminders'] = {
    Overview: async () => ({
      banner: this.banner(),
      unread: this.inbox.filter(({ read }) => !read).length,
      next: this.planned(),
      deliveries: this.deliveries,
      undelivered: this.deliveries.filter(({ state }) => state === 'given-up' || state === 'waiting'),
      pausedUntil: this.pausedUntil,
      trouble: this.trouble,
      channels: [
        { name: 'desktop', on: !this.settings.off.includes('desktop'), addressed: false },
        { name: 'mail', on: !this.settings.off.includes('mail'), addressed: true },
      ],
    }),
    Inbox: async (offset, limit) => ({
      entries: this.inbox.slice(offset, offset + limit),
      total: this.inbox.length,
      unread: this.inbox.filter(({ read }) => !read).length,
    }),
    MarkRead: async (ids) => {
      this.inbox = this.inbox.map((entry) =>
        ids.length === 0 || ids.includes(entry.id) ? { ...entry, read: true } : entry,
      );
      this.host.told();
    },
    Retry: async (id) => {
      const found = this.deliveries.find((d) => d.id === id);
      if (!found) throw fault('not_found', 'This delivery is not kept any more.');
      found.state = 'sending';
      this.host.told();
    },
    Pause: async (until) => {
      this.pausedUntil = until;
      this.host.told();
    },
    Portal: async (id) => {
      const portal = this.portal(id);
      return {
        ...calm,
        tracked: portal.state === 'active' && portal.key.expires !== '',
        banner: this.shown().includes(portal),
        ...this.snoozeLimits(portal),
        ...this.wishes.get(id),
      };
    },
    SetPortal: async (id, group, thresholds) => {
      checked(thresholds);
      this.wish(id, { group, thresholds });
    },
    Mute: async (id, reason) => {
      if (reason.trim() === '') throw fault('invalid', 'The reason is missing.');
      this.host.mute(id, reason);
      this.wish(id, {
        muted: true,
        muteReason: reason,
        mutedBy: 'alex@contoso.example',
        mutedAt: new Date(this.host.now()).toISOString(),
      });
    },
    Unmute: async (id) => {
      this.host.mute(id, '');
      this.wish(id, { muted: false, muteReason: '' });
    },
    Snooze: async (id, until) => {
      this.wish(id, { snoozed: true, snoozedUntil: until });
    },
    WakeUp: async (id) => {
      this.wish(id, { snoozed: false, snoozedUntil: '' });
    },
    Acknowledge: async (id) => {
      this.acknowledged.add(this.portal(id).id);
      this.host.told();
    },
    Settings: async () => this.settings,
    SaveSettings: async (settings) => {
      checked(settings.thresholds);
      for (const group of settings.groups) checked(group.thresholds);
      this.settings = settings;
      this.host.told();
      return settings;
    },
    People: async () => this.people,
    SignUp: async (person) => {
      if (!person.address.includes('@')) {
        throw fault('invalid', `"${person.address}" is no e-mail address.`, {
          hint: 'Enter one such as ada@contoso.example.',
        });
      }
      const kept = { ...person, id: person.id || guid(this.next++, 81) };
      this.people = [...this.people.filter(({ id }) => id !== kept.id), kept];
      this.host.told();
      return kept;
    },
    SignOff: async (id) => {
      this.people = this.people.filter((p) => p.id !== id);
      this.host.told();
    },
    Mail: async () => this.mail,
    SaveMail: async (view, changePassword, password) => {
      if (view.host.includes(' ')) throw fault('invalid', `"${view.host}" is no mail server.`);
      const hasPassword = changePassword ? password !== '' : this.mail.hasPassword;
      this.mail = { ...view, hasPassword: hasPassword && view.user !== '' };
      this.host.told();
      return this.mail;
    },
    Test: async (channel) => {
      if (channel === 'mail' && this.mail.host === '') {
        throw fault('not_found', 'No mail server is known.', { hint: 'Enter one and save it.' });
      }
    },
  };

  private portal(id: string): PortalView {
    const found = this.host.portals().find((p) => p.id === id);
    if (!found) throw fault('not_found', 'This portal is not in the inventory any more.');
    return found;
  }

  private wish(id: string, change: Partial<PortalRemindersView>): void {
    this.wishes.set(this.portal(id).id, { ...this.wishes.get(id), ...change });
    this.host.told();
  }

  /** Whether a portal can be snoozed, and for how long at most. */
  private snoozeLimits(
    portal: PortalView,
  ): Pick<PortalRemindersView, 'canSnooze' | 'moreUrgentAt' | 'criticalAt'> {
    const end = Date.parse(portal.key.expires);
    const left = end - this.host.now();
    const before = (days: number) => new Date(end - days * day).toISOString();
    const next = [30, 7, 1].find((days) => left > days * day);
    if (portal.state !== 'active' || next === undefined) return notToBeSnoozed;
    return {
      canSnooze: this.wishes.get(portal.id)?.muted !== true,
      moreUrgentAt: before(next),
      criticalAt: before(1),
    };
  }

  /** The portals that the banner is about, the worst first. */
  private shown(): PortalView[] {
    return this.host
      .portals()
      .filter(
        (p) =>
          p.state === 'active' &&
          severities[p.key.state] !== undefined &&
          !this.acknowledged.has(p.id) &&
          this.wishes.get(p.id)?.muted !== true,
      )
      .sort((a, b) => a.key.expires.localeCompare(b.key.expires));
  }

  private banner(): BannerView | undefined {
    const shown = this.shown();
    const [worst] = shown;
    if (!worst) return undefined;
    const sentence = worst.key.sentence;
    return {
      severity: severities[worst.key.state] ?? 'info',
      title: `${worst.name}: the authentication key ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
      portalId: worst.id,
      portals: shown.map(({ id }) => id),
    };
  }

  private planned(): NextNoticeView[] {
    const steps = [90, 60, 30, 15, 7, 6, 5, 4, 3, 2, 1];
    return this.host
      .portals()
      .flatMap((p): NextNoticeView[] => {
        const step = steps.find((d) => d < p.key.daysLeft);
        if (step === undefined || p.state !== 'active' || p.muted !== '') return [];
        const severity = order[step <= 7 ? 1 : step <= 30 ? 2 : 3] ?? 'info';
        const at = new Date(Date.parse(p.key.expires) - step * day).toISOString();
        return [{ portalId: p.id, portalName: p.name, threshold: `b${String(step)}d`, at, severity }];
      })
      .sort((a, b) => a.at.localeCompare(b.at))
      .slice(0, 10);
  }
}

/** "5 December 2026 06:33 (UTC)". */
const spelled = (at: string) =>
  `${new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).replace(' at', '').replace(',', '')} (UTC)`;

/** Refuses what is no set of thresholds. */
function checked(thresholds: readonly string[]): void {
  const odd = thresholds.find((t) => !/^(x0|[ab]\d+d|b\d+h)$/.test(t));
  if (odd !== undefined) {
    throw fault('invalid', `"${odd}" is no reminder.`, { hint: 'Use names such as b30d, b12h, x0 and a1d.' });
  }
  if (thresholds.length > 0 && !thresholds.some((t) => t.startsWith('b'))) {
    throw fault('invalid', 'There is no reminder before the key expires.', {
      hint: 'Keep at least one, or mute the portal.',
    });
  }
}
