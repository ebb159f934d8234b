import type { KeyView, PortalForm, PortalView, WatchedView } from '../types';
import { fault } from './fault';

const day = 86_400_000;

/** A made-up GUID that is always the same for a number. */
export function guid(n: number, kind = 1): string {
  const hex = (n * 2654435761 + kind * 40503).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${(kind + 4096).toString(16)}-4${hex.slice(1, 4)}-a${hex.slice(3, 6)}-${hex}`;
}

function thumbprint(n: number): string {
  let text = '';
  for (let i = 1; text.length < 40; i++) text += ((n + 7) * i * 7919 * 104729).toString(16).slice(-4);
  return text.slice(0, 40).toUpperCase();
}

export const noKey: KeyView = {
  state: 'none',
  sentence: 'No key is known.',
  keyId: '',
  thumbprint: '',
  subject: '',
  validFrom: '',
  expires: '',
  daysLeft: 0,
  source: '',
  hasPrivate: false,
  others: 0,
};

const notWatched: WatchedView = { path: '', readAt: '', failedAt: '', problem: '', stale: false };

/** A certificate that is watched and was read an hour ago. */
export const watched = (path: string, now: number): WatchedView => ({
  ...notWatched,
  path,
  readAt: new Date(now - 3_600_000).toISOString(),
});

/** The state of a key that has this many milliseconds left, by the rules of package renewal. */
export function stateOf(left: number): string {
  if (left <= 0) return 'expired';
  if (left <= 7 * day) return 'critical';
  if (left <= 30 * day) return 'soon';
  return left <= 90 * day ? 'due' : 'healthy';
}

/** A key with a number, which ends `daysLeft` days (fractions allowed) after now. */
export function key(n: number, daysLeft: number, now: number, source = 'generated'): KeyView {
  const end = now + daysLeft * day;
  const whole = Math.trunc(daysLeft);
  const span = `${String(Math.abs(whole))} day${Math.abs(whole) === 1 ? '' : 's'}`;
  return {
    state: stateOf(end - now),
    sentence: daysLeft > 0 ? `Expires in ${span}.` : `Expired ${span} ago.`,
    keyId: guid(n, 3),
    thumbprint: thumbprint(n),
    subject: `CN=portal-${String(n)}.contoso.example`,
    validFrom: new Date(end - 730 * day).toISOString(),
    expires: new Date(end).toISOString(),
    daysLeft: whole,
    source,
    hasPrivate: source === 'generated',
    others: 0,
  };
}

interface Seed {
  n: number;
  name: string;
  organization: string;
  origin: 'local' | 'imported' | 'watched';
  daysLeft?: number;
  hasSite?: boolean;
  state?: 'active' | 'retired';
  owners?: string[];
  sample?: boolean;
}

/** A portal from the few facts that differ. */
export function portal(seed: Seed, actingUser: string, now: number): PortalView {
  const slug = seed.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const id = guid(seed.n);
  const url = `https://${slug}.powerappsportals.example`;
  const current =
    seed.daysLeft === undefined
      ? noKey
      : key(seed.n, seed.daysLeft, now, seed.origin === 'watched' ? 'certificate-file' : 'generated');
  const older = seed.n === 2 ? [key(seed.n + 900, -340, now)] : [];
  const owners = seed.owners ?? [actingUser, 'lee.gu@contoso.example'];
  const owned = owners.includes(actingUser);
  return {
    id,
    name: seed.name,
    url,
    organization: seed.organization,
    origin: seed.origin,
    state: seed.state ?? 'active',
    sample: seed.sample ?? false,
    key: { ...current, others: older.length },
    hasSite: seed.hasSite ?? false,
    muted: '',
    certificate: seed.origin === 'watched' ? watched(`/keys/${slug}.cer`, now) : notWatched,
    version: 3,
    organizationUrl: `https://${seed.organization.toLowerCase().replaceAll(' ', '')}.crm4.dynamics.example`,
    tenantId: guid(7, 9),
    websiteId: seed.hasSite ? guid(seed.n, 5) : '',
    application:
      seed.origin === 'imported'
        ? undefined
        : {
            id: guid(seed.n, 6),
            objectId: guid(seed.n, 7),
            displayName: seed.origin === 'local' ? 'Microsoft CRM Portals' : `Portals-${seed.name}`,
            uri: `${url}/${id}`,
            owners,
          },
    keys: current === noKey ? [] : [current, ...older],
    mayManage: owned,
    manageReason: owned ? '' : `${actingUser} is not an owner of this portal's Entra application.`,
    createdAt: new Date(now - 400 * day).toISOString(),
    changedAt: new Date(now - 12 * day).toISOString(),
  };
}

/** The sample: keys at every point of the schedule, portals of every origin. */
export function samplePortals(actingUser: string, now: number): PortalView[] {
  const seeds: Seed[] = [
    {
      n: 1,
      name: 'Adventure Works Dealers',
      organization: 'Adventure Works',
      origin: 'local',
      daysLeft: -3.2,
    },
    {
      n: 2,
      name: 'Contoso Customer Service',
      organization: 'Contoso Sales',
      origin: 'local',
      daysLeft: 4.6,
      hasSite: true,
    },
    { n: 3, name: 'Contoso Partners', organization: 'Contoso Sales', origin: 'local', daysLeft: 21.4 },
    { n: 4, name: 'Fabrikam Field Service', organization: 'Fabrikam', origin: 'watched', daysLeft: 74.1 },
    {
      n: 5,
      name: 'Northwind Suppliers',
      organization: 'Northwind',
      origin: 'local',
      daysLeft: 512.3,
      hasSite: true,
    },
    { n: 6, name: 'Tailspin Self-Service', organization: 'Tailspin Toys', origin: 'imported', hasSite: true },
    {
      n: 7,
      name: 'Wide World Grants',
      organization: 'Wide World Importers',
      origin: 'watched',
      daysLeft: 301.8,
      owners: ['sam.ito@wideworld.example'],
    },
    {
      n: 8,
      name: 'Contoso Events 2019',
      organization: 'Contoso Sales',
      origin: 'local',
      daysLeft: -811,
      state: 'retired',
    },
  ];
  return seeds.map((seed) => portal(seed, actingUser, now));
}

/** Thousands of portals, to see that lists stay quick. */
export function manyPortals(count: number, actingUser: string, now: number): PortalView[] {
  const firms = ['Contoso', 'Fabrikam', 'Northwind', 'Tailspin', 'Adventure Works', 'Wide World'];
  const kinds = ['Customer Service', 'Partners', 'Suppliers', 'Grants', 'Careers', 'Permits', 'Dealers'];
  return Array.from({ length: count }, (_, i) => {
    const firm = firms[i % firms.length] ?? 'Contoso';
    const kind = kinds[i % kinds.length] ?? 'Partners';
    return portal(
      {
        n: i + 10,
        name: `${firm} ${kind} ${String(i + 1).padStart(4, '0')}`,
        organization: `${firm} ${String((i % 40) + 1)}`,
        origin: i % 11 === 0 ? 'watched' : 'local',
        daysLeft: ((i * 37) % 720) - 9.5,
        hasSite: i % 9 === 0,
        state: i % 97 === 0 ? 'retired' : 'active',
      },
      actingUser,
      now,
    );
  });
}

/** A portal whose watched certificate could not be read for so many days. */
export function unread(p: PortalView, days: number, now: number): PortalView {
  const ago = new Date(now - days * day).toISOString();
  return {
    ...p,
    key: { ...p.key, state: days > 7 ? 'unknown' : p.key.state },
    certificate: {
      ...p.certificate,
      readAt: ago,
      failedAt: ago,
      problem: `The watched certificate ${p.certificate.path} is not there any more.`,
      stale: days > 1,
    },
  };
}

/** Refuses what the Go side refuses in a form. */
export function check(form: PortalForm): void {
  if (form.name.trim() === '') throw fault('invalid', "The portal's name is missing.");
  if (form.url !== '' && !form.url.startsWith('https://')) {
    throw fault('invalid', `The portal's address "${form.url}" is not an https address.`, {
      hint: 'It begins with https:// and has no user name, query or fragment.',
    });
  }
}
