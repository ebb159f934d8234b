import type {
  FileView,
  OtherRecordView,
  PageRuleView,
  ProblemView,
  RecordsView,
  RoleRef,
  SiteSettingView,
  SiteView,
  SnapshotRow,
  TablePermissionView,
  WebRoleView,
} from '../types';
import { guid } from './portals';

/** What all record views share. */
type RecordView = Pick<WebRoleView, 'id' | 'name' | 'active' | 'file' | 'line'>;

/** Every kind the backend counts, in its order. */
const kinds = [
  'webRoles',
  'webPages',
  'contentPages',
  'webFiles',
  'tablePermissions',
  'pageRules',
  'websiteAccessPermissions',
  'columnPermissionProfiles',
  'columnPermissions',
  'siteSettings',
  'contacts',
  'siteMarkers',
  'webLinkSets',
  'webLinks',
  'contentSnippets',
  'pageTemplates',
  'webTemplates',
  'lists',
  'basicForms',
  'advancedForms',
  'advancedFormSteps',
  'forums',
  'blogs',
  'blogPosts',
  'ideaForums',
  'publishingStates',
  'redirects',
  'languages',
];

function record(
  n: number,
  kind: number,
  name: string,
  file: string,
  line: number,
  active = true,
): RecordView {
  return { id: guid(n, kind), name, active, file, line };
}

const administrators: RoleRef = { id: guid(1, 20), name: 'Administrators', missing: false };
const visitors: RoleRef = { id: guid(2, 20), name: 'Jeder Besucher', missing: false };
const signedIn: RoleRef = { id: guid(3, 20), name: 'Authenticated Users', missing: false };
const partners: RoleRef = { id: guid(4, 20), name: 'Partner Managers', missing: false };
const lost: RoleRef = { id: guid(99, 20), name: '', missing: true };

function permissions(): TablePermissionView[] {
  const rows: [string, string, string, string[], RoleRef[], Partial<TablePermissionView>?][] = [
    [
      'Cases of the contact',
      'incident',
      'contact',
      ['read', 'write', 'create', 'append', 'appendTo'],
      [signedIn],
      { relationship: 'incident_customer_contacts' },
    ],
    [
      'Case notes',
      'annotation',
      'parent',
      ['read', 'create', 'append'],
      [],
      { parentId: guid(1, 21), parentName: 'Cases of the contact', relationship: 'Incident_Annotation' },
    ],
    ['Knowledge for everybody', 'knowledgearticle', 'global', ['read'], [visitors, signedIn]],
    [
      'Accounts of partners',
      'account',
      'account',
      ['read', 'write'],
      [partners],
      { relationship: 'account_parent_account' },
    ],
    [
      'Orders of partners',
      'salesorder',
      'account',
      ['read'],
      [partners, lost],
      { relationship: 'order_customer_accounts' },
    ],
    ['Own profile', 'contact', 'self', ['read', 'write'], [signedIn]],
    [
      'Order lines',
      'salesorderdetail',
      'parent',
      ['read'],
      [],
      { parentId: guid(98, 21), parentMissing: true, relationship: 'order_details' },
    ],
    ['Old campaign replies', 'campaignresponse', 'global', ['create'], [visitors], { active: false }],
    [
      'Everything for administrators',
      'adx_webpage',
      'global',
      ['read', 'write', 'create', 'delete', 'append', 'appendTo'],
      [administrators],
    ],
    ['Regional grants', 'contoso_grant', 'custom', ['read'], [partners]],
    ['Damaged permission', 'contoso_visit', '', [], [administrators]],
  ];
  return rows.map(([name, table, accessType, privileges, roles, rest], i) => ({
    ...record(i + 1, 21, name, `table-permissions/${name.replaceAll(' ', '-')}.tablepermission.yml`, 1),
    table,
    accessType,
    privileges,
    roles,
    parentId: '',
    parentName: '',
    parentMissing: false,
    relationship: '',
    ...rest,
  }));
}

function pageRules(): PageRuleView[] {
  const rule = (n: number, name: string, rest: Partial<PageRuleView>): PageRuleView => ({
    ...record(n, 22, name, 'webpagerule.yml', 1 + (n - 1) * 9),
    right: 'restrict-read',
    scope: 'all-content',
    pageId: guid(n, 30),
    pageName: 'Orders',
    pageUrl: '/orders',
    pageMissing: false,
    roles: [partners],
    ...rest,
  });
  return [
    rule(1, 'Partners read orders', { roles: [partners, administrators] }),
    rule(2, 'Editors change home', {
      right: 'grant-change',
      pageName: 'Home',
      pageUrl: '/',
      roles: [administrators],
    }),
    rule(3, 'Profile needs sign-in', { pageName: 'Profile', pageUrl: '/profile', roles: [signedIn] }),
    rule(4, 'Price lists', {
      scope: 'exclude-direct-web-files',
      pageName: 'Prices',
      pageUrl: '/partners/prices',
    }),
    rule(5, 'Left from a deleted page', { pageName: '', pageUrl: '', pageMissing: true, roles: [lost] }),
    rule(6, '', { right: 'grant-change', pageId: '', pageName: '', pageUrl: '', roles: [], active: false }),
  ];
}

function settings(count: number): SiteSettingView[] {
  const base: [string, string, Partial<SiteSettingView>?][] = [
    ['Authentication/Registration/Enabled', 'true'],
    ['Authentication/Registration/OpenRegistrationEnabled', 'true', { description: 'Anybody may register.' }],
    ['Authentication/Registration/LocalLoginEnabled', 'false'],
    ['Authentication/OpenIdConnect/AzureAD/ClientId', guid(4, 40)],
    ['Authentication/OpenIdConnect/AzureAD/ClientSecret', '', { secret: true }],
    [
      'Authentication/OpenIdConnect/AzureAD/Authority',
      '',
      { environmentVariable: 'contoso_SignInAuthority' },
    ],
    ['Webapi/incident/enabled', 'true'],
    ['Webapi/incident/fields', '*'],
    ['Search/Enabled', 'true', { active: false }],
    ['HTTP/X-Frame-Options', 'SAMEORIGIN'],
  ];
  for (let i = base.length; i < count; i++)
    base.push([`Contoso/Feature${String(i).padStart(5, '0')}`, String(i)]);
  return base.map(([name, value, rest], i) => ({
    ...record(i + 1, 23, name, 'sitesetting.yml', 1 + i * 4),
    value,
    secret: false,
    environmentVariable: '',
    description: '',
    ...rest,
  }));
}

const problems: ProblemView[] = [
  {
    severity: 'error',
    file: 'web-pages/careers/Careers.webpage.yml',
    line: 14,
    record: '',
    message: 'The file is not valid YAML: a tab stands where spaces are needed.',
    hint: 'Replace the tab at the start of the line and import again.',
  },
  {
    severity: 'warning',
    file: 'table-permissions/Orders-of-partners.tablepermission.yml',
    line: 9,
    record: guid(5, 21),
    message: 'The permission names a web role that the export does not hold.',
    hint: 'Download the site again, or remove the role from the permission.',
  },
  {
    severity: 'warning',
    file: 'webpagerule.yml',
    line: 37,
    record: guid(5, 22),
    message: 'The rule names a page that the export does not hold.',
    hint: '',
  },
  {
    severity: 'note',
    file: 'webpagerule.yml',
    line: 46,
    record: guid(6, 22),
    message: 'The rule names no page, so it counts for nothing.',
    hint: 'A leftover of the starter site; it may be deleted.',
  },
];

const files: FileView[] = [
  { path: 'website.yml', use: 'used', reason: '', line: 0, column: 0 },
  { path: 'webrole.yml', use: 'used', reason: '', line: 0, column: 0 },
  { path: 'webpagerule.yml', use: 'used', reason: '', line: 0, column: 0 },
  { path: 'websiteaccess.yml', use: 'used', reason: '', line: 0, column: 0 },
  { path: 'sitesetting.yml', use: 'used', reason: '', line: 0, column: 0 },
  { path: 'table-permissions/Own-profile.tablepermission.yml', use: 'used', reason: '', line: 0, column: 0 },
  {
    path: 'web-files/logo.png',
    use: 'ignored',
    reason: 'The content of a web file is not needed.',
    line: 0,
    column: 0,
  },
  {
    path: '.portalconfig/manifest.yml',
    use: 'ignored',
    reason: 'Written by the download tool.',
    line: 0,
    column: 0,
  },
  {
    path: 'web-pages/careers/Careers.webpage.yml',
    use: 'unreadable',
    reason: 'Not valid YAML: a tab stands where spaces are needed.',
    line: 14,
    column: 1,
  },
];

const otherRecords: OtherRecordView[] = [
  {
    use: 'inactive',
    kind: 'table permission',
    id: guid(8, 21),
    name: 'Old campaign replies',
    file: 'table-permissions/Old-campaign-replies.tablepermission.yml',
    line: 1,
    reason: '',
    missing: [],
    count: 1,
  },
  {
    use: 'duplicate',
    kind: 'web page',
    id: guid(7, 23),
    name: 'Careers (old)',
    file: 'web-pages/careers/Careers-old.webpage.yml',
    line: 1,
    reason: 'The one in web-pages/jobs/Jobs.webpage.yml:1 counts.',
    missing: [],
    count: 1,
  },
  {
    use: 'dangling',
    kind: 'table permission',
    id: guid(5, 21),
    name: 'Orders of partners',
    file: 'table-permissions/Orders-of-partners.tablepermission.yml',
    line: 1,
    reason: '',
    missing: [{ field: 'adx_entitypermission_webrole', kind: 'web role', id: guid(99, 20) }],
    count: 1,
  },
  {
    use: 'ignored',
    kind: 'adx_urlhistory',
    id: '',
    name: '',
    file: 'urlhistory.yml',
    line: 0,
    reason: 'Records of this kind say nothing about access; they are not read.',
    missing: [],
    count: 14,
  },
  {
    use: 'unreadable',
    kind: 'web role',
    id: '',
    name: 'Without id',
    file: 'webrole.yml',
    line: 36,
    reason: 'It has no id.',
    missing: [],
    count: 1,
  },
];

/** What became of the records of every site. */
export const records: RecordsView = {
  found: 1318,
  used: 1300,
  inactive: 1,
  duplicate: 1,
  dangling: 1,
  ignored: 14,
  unreadable: 1,
};

/** A snapshot's row for a portal. */
export function snapshot(portalId: string, now: number, settingCount: number, n = 1): SnapshotRow {
  const known: Record<string, number> = {
    webRoles: 5,
    webPages: 42,
    contentPages: 84,
    webFiles: 61,
    tablePermissions: 11,
    pageRules: 6,
    websiteAccessPermissions: 2,
    siteSettings: settingCount,
    languages: 2,
  };
  return {
    id: guid(n, 50) + portalId.slice(0, 4),
    portalId,
    takenAt: new Date(now - 2 * 86_400_000).toISOString(),
    path: 'C:\\Sites\\contoso-service',
    root: '.',
    format: 'cli-folder',
    dataModel: 'standard',
    name: '',
    note: '',
    fingerprint: 'b4c1'.repeat(16),
    domain: 'service.contoso.example',
    complete: false,
    counts: kinds.map((kind) => ({ kind, count: known[kind] ?? 0 })),
    files: { used: 207, ignored: 61, unreadable: 1 },
    errors: 1,
    warnings: 2,
    notes: 1,
  };
}

/** An instructive site: flags under another name, missing references, an inactive permission, a secret. */
export function site(portalId: string, now: number, settingCount = 10): SiteView {
  return {
    snapshot: snapshot(portalId, now, settingCount),
    websiteName: 'Contoso Customer Service',
    webRoles: [
      {
        ...record(1, 20, 'Administrators', 'webrole.yml', 1),
        anonymous: false,
        authenticated: false,
        description: 'Full rights on the site.',
        tablePermissions: 2,
        pageRules: 2,
        websiteAccess: 1,
      },
      {
        ...record(2, 20, 'Jeder Besucher', 'webrole.yml', 8),
        anonymous: true,
        authenticated: false,
        description: 'Everybody who is not signed in.',
        tablePermissions: 2,
        pageRules: 0,
        websiteAccess: 0,
      },
      {
        ...record(3, 20, 'Authenticated Users', 'webrole.yml', 15),
        anonymous: false,
        authenticated: true,
        description: '',
        tablePermissions: 3,
        pageRules: 1,
        websiteAccess: 0,
      },
      {
        ...record(4, 20, 'Partner Managers', 'webrole.yml', 22),
        anonymous: false,
        authenticated: false,
        description: 'People who look after partners.',
        tablePermissions: 3,
        pageRules: 2,
        websiteAccess: 1,
      },
      {
        ...record(5, 20, 'Campaign 2019', 'webrole.yml', 29, false),
        anonymous: false,
        authenticated: false,
        description: '',
        tablePermissions: 0,
        pageRules: 0,
        websiteAccess: 0,
      },
    ],
    tablePermissions: permissions(),
    pageRules: pageRules(),
    websiteAccess: [
      {
        ...record(1, 24, 'Grant everything', 'websiteaccess.yml', 1),
        rights: [
          'manageContentSnippets',
          'manageSiteMarkers',
          'manageWebLinkSets',
          'previewUnpublishedEntities',
        ],
        roles: [administrators],
      },
      {
        ...record(2, 24, 'Preview for partners', 'websiteaccess.yml', 10),
        rights: ['previewUnpublishedEntities'],
        roles: [partners, lost],
      },
    ],
    siteSettings: settings(settingCount),
    problems,
    files,
    records,
    otherRecords,
  };
}
