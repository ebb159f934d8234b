import type { AccessContact, AccessFile, AccessPage, AccessRole, AccessTable, SiteView } from '../types';
import { guid } from './portals';

/** A page permission of the twin's site. */
export interface WorldRule {
  id: string;
  name: string;
  right: 'restrict-read' | 'grant-change';
  page: number; // place in pages
  roles: string[];
  file: string;
  line: number;
}

/** A table permission, with the permission whose roles decide. */
export interface WorldPermission {
  id: string;
  name: string;
  table: string;
  accessType: string;
  privileges: string[];
  roles: string[]; // of the topmost permission
  top: string; // its id
  lost: boolean; // the topmost permission is not in the export
  file: string;
  line: number;
}

/** A page of the twin's site. */
export interface WorldPage extends AccessPage {
  expired?: boolean; // out of its dates, which only the legacy rules look at
  service?: boolean;
}

/** Everything the twin judges: small, and with one case of everything that can be shown. */
export interface World {
  roles: AccessRole[];
  pages: WorldPage[];
  files: AccessFile[];
  tables: AccessTable[];
  rules: WorldRule[];
  permissions: WorldPermission[];
  rights: { id: string; name: string; rights: string[]; roles: string[]; file: string; line: number }[];
  contacts: (AccessContact & { held: string[] })[];
  known: Set<string>; // ids of roles that the export holds
}

const file = 'web-pages/pages.yml';

/** A content page of the knowledge base, in a language that is not published. */
export const german = { id: guid(143, 30), language: 'de-DE' };

/** The pages of the sample site: where rules hang is told by the site itself. */
function samplePages(): WorldPage[] {
  const seeds: [n: number, name: string, url: string, parent: number, rest?: Partial<WorldPage>][] = [
    [2, 'Home', '/', -1],
    [43, 'Knowledge base', '/knowledge/', 0],
    [1, 'Orders', '/orders/', 0],
    [41, 'New order', '/orders/new/', 2],
    [48, 'Order archive', '/orders/archive/', 2, { expired: true }],
    [45, 'Page not found', '/page-not-found/', 0, { service: true }],
    [42, 'Partners', '/partners/', 0],
    [4, 'Prices', '/partners/prices/', 6],
    [3, 'Profile', '/profile/', 0],
    [44, 'Summer campaign', '/summer/', 0, { active: false }],
    [46, 'Regional offices', '', -1, { detached: true }],
    [47, 'Office hours', '', 10],
  ];
  const depths: number[] = [];
  return seeds.map(([n, name, url, parent, rest], i) => {
    depths[i] = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
    return {
      id: guid(n, 30),
      name,
      url,
      parent,
      depth: depths[i],
      active: true,
      detached: false,
      own: false,
      file,
      line: 1 + i * 6,
      ...rest,
    };
  });
}

/** The twin's site as what is judged. */
export function sampleWorld(site: SiteView): World {
  const pages = samplePages();
  const rules = site.pageRules
    .filter((rule) => rule.active && !rule.pageMissing)
    .map((rule): WorldRule => ({
      id: rule.id,
      name: rule.name,
      right: rule.right === 'grant-change' ? 'grant-change' : 'restrict-read',
      page: pages.findIndex((page) => page.id === rule.pageId),
      roles: rule.roles.map((role) => role.id),
      file: rule.file,
      line: rule.line,
    }))
    .filter((rule) => rule.page >= 0);
  for (const rule of rules) {
    const page = pages[rule.page];
    if (page) page.own = true;
  }
  const permissions = site.tablePermissions
    .filter((p) => p.active)
    .map((p): WorldPermission => {
      const top = site.tablePermissions.find((other) => other.id === p.parentId) ?? p;
      const { id, name, table, accessType, privileges, parentMissing, file: at, line } = p;
      const roles = top.roles.map((role) => role.id);
      return {
        id,
        name,
        table,
        accessType,
        privileges,
        roles,
        top: top.id,
        lost: parentMissing,
        file: at,
        line,
      };
    });
  const names = [...new Set([...site.tablePermissions.map((p) => p.table), 'msdyn_feedback'])].sort();
  return {
    roles: site.webRoles
      .map(({ id, name, anonymous, authenticated, active }): AccessRole => ({
        id,
        name,
        anonymous,
        authenticated,
        counts: active,
        why: active ? '' : 'The web role is inactive.',
        namesakes: 0,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    pages,
    files: [
      { id: guid(1, 31), name: 'logo.png', url: '/logo.png', page: 0, active: true },
      { id: guid(2, 31), name: 'order-form.pdf', url: '/orders/order-form.pdf', page: 2, active: true },
      {
        id: guid(3, 31),
        name: 'price-list.pdf',
        url: '/partners/prices/price-list.pdf',
        page: 7,
        active: true,
      },
      { id: guid(4, 31), name: 'left-over.txt', url: '', page: -1, active: true },
    ],
    tables: names.map((name) => ({
      name,
      permissions: site.tablePermissions.filter((p) => p.table === name).length,
    })),
    rules,
    permissions,
    rights: site.websiteAccess.map(({ id, name, rights, roles, file: at, line }) => ({
      id,
      name,
      rights,
      roles: roles.map((role) => role.id),
      file: at,
      line,
    })),
    contacts: sampleContacts(),
    known: new Set(site.webRoles.map((role) => role.id)),
  };
}

function sampleContacts(): World['contacts'] {
  const contact = (n: number, name: string, held: string[], active = true) => {
    const mail = `${name.toLowerCase().replaceAll(' ', '.')}@contoso.example`;
    return { id: guid(n, 32), name, userName: mail, email: mail, active, roles: held.length, held };
  };
  return [
    contact(1, 'Kim Lee', [guid(4, 20)]),
    contact(2, 'Kim Park', []),
    contact(3, 'Lee Gu', [guid(1, 20), guid(99, 20)]),
    contact(4, 'Robin Vale', [guid(4, 20)], false),
  ];
}

/** A site with many pages and roles, to see that grids stay quick. */
export function largeWorld(site: SiteView, pageCount = 5000, roleCount = 100): World {
  const world = sampleWorld(site);
  const roles = Array.from({ length: roleCount - world.roles.length }, (_, i): AccessRole => ({
    id: guid(i + 200, 20),
    name: `Region ${String(i + 1).padStart(3, '0')} Members`,
    anonymous: false,
    authenticated: false,
    counts: true,
    why: '',
    namesakes: 0,
  }));
  const pages: WorldPage[] = [...world.pages];
  const rules = [...world.rules];
  for (let i = pages.length; i < pageCount; i++) {
    // Sections of fifty pages below home; every third page of a section hangs on the one before.
    const start = world.pages.length + Math.floor((i - world.pages.length) / 50) * 50;
    const parent = i === start ? 0 : i % 3 === 0 ? i - 1 : start;
    const name = i === start ? `Section ${String(i)}` : `Page ${String(i)}`;
    const own = i % 10 === 0;
    const above = pages[parent];
    pages.push({
      id: guid(i + 1000, 30),
      name,
      url: `${above?.url ?? '/'}${name.toLowerCase().replace(' ', '-')}/`,
      parent,
      depth: (above?.depth ?? 0) + 1,
      active: true,
      detached: false,
      own,
      file,
      line: 1 + i * 6,
    });
    if (!own) continue;
    const [one, other] = [roles[(i * 7) % roles.length], roles[(i * 13) % roles.length]];
    rules.push({
      id: guid(i, 22),
      name: `Rule of ${name}`,
      right: i % 40 === 0 ? 'grant-change' : 'restrict-read',
      page: i,
      roles: [one?.id ?? '', other?.id ?? ''],
      file: 'webpagerule.yml',
      line: i * 9,
    });
  }
  const all = [...world.roles, ...roles];
  return { ...world, roles: all, pages, rules, known: new Set(all.map((role) => role.id)) };
}
