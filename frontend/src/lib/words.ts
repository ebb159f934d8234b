// The glossary: what each thing is called today, what it was called on Dynamics 365 Portals, and how it is stored.
// Screens take their words from here, so that one setting switches them all.

/** Which words come first. The other ones stand in the tooltip. */
export type Names = 'power-pages' | 'dynamics-365-portals';

/** One thing and its names. */
export interface Term {
  today: string;
  todayMany: string;
  old: string;
  oldMany: string;
  stored: string; // table names, "" where nothing is stored under its own table
  meaning: string; // two sentences at most
}

const term = (
  today: string,
  todayMany: string,
  old: string,
  oldMany: string,
  stored: string,
  meaning: string,
): Term => ({ today, todayMany, old, oldMany, stored, meaning });

export const glossary = {
  portal: term(
    'Portal',
    'Portals',
    'Portal',
    'Portals',
    'adx_website / mspp_website',
    'A website on Dataverse data. Power Pages calls it a site.',
  ),
  environment: term(
    'Environment',
    'Environments',
    'Organization',
    'Organizations',
    '',
    'The Dataverse environment whose data the portal shows.',
  ),
  application: term(
    'Entra application',
    'Entra applications',
    'Azure AD application',
    'Azure AD applications',
    '',
    'The registration in the directory with which the portal signs in to its environment.',
  ),
  authenticationKey: term(
    'Authentication key',
    'Authentication keys',
    'Portal authentication key',
    'Portal authentication keys',
    '',
    'The certificate with which the portal signs in to its environment. When it expires, the portal goes down.',
  ),
  webRole: term(
    'Web role',
    'Web roles',
    'Web role',
    'Web roles',
    'adx_webrole / mspp_webrole',
    'A set of rights that is given to contacts, to everybody who signed in, or to everybody.',
  ),
  tablePermission: term(
    'Table permission',
    'Table permissions',
    'Entity permission',
    'Entity permissions',
    'adx_entitypermission / mspp_entitypermission',
    'What holders of a web role may do with the rows of a table.',
  ),
  accessType: term(
    'Access type',
    'Access types',
    'Scope',
    'Scopes',
    'adx_scope / mspp_scope',
    'Which rows of the table a permission reaches.',
  ),
  childPermission: term(
    'Child permission',
    'Child permissions',
    'Child entity permission',
    'Child entity permissions',
    'adx_parententitypermission',
    'Reaches the rows that hang on rows of the parent permission, and takes its roles.',
  ),
  pagePermission: term(
    'Page permission',
    'Page permissions',
    'Web page access control rule',
    'Web page access control rules',
    'adx_webpageaccesscontrolrule / mspp_webpageaccesscontrolrule',
    'Restrict read: only its roles may read the page. Grant change: its roles may edit the page.',
  ),
  websiteAccess: term(
    'Website access permission',
    'Website access permissions',
    'Website permission',
    'Website permissions',
    'adx_websiteaccess / mspp_websiteaccess',
    'Lets holders of a web role edit parts of the site from its own pages.',
  ),
  siteSetting: term(
    'Site setting',
    'Site settings',
    'Site setting',
    'Site settings',
    'adx_sitesetting / mspp_sitesetting',
    'A named value that steers how the site behaves.',
  ),
  anonymous: term(
    'Anonymous users',
    'Anonymous users',
    'Anonymous Users Role',
    'Anonymous Users Role',
    'adx_anonymoususersrole',
    'A flag: everybody who is not signed in holds this role.',
  ),
  authenticated: term(
    'Authenticated users',
    'Authenticated users',
    'Authenticated Users Role',
    'Authenticated Users Role',
    'adx_authenticatedusersrole',
    'A flag: everybody who is signed in holds this role.',
  ),
  contact: term(
    'Contact',
    'Contacts',
    'Portal contact',
    'Portal contacts',
    'contact',
    'A visitor who can sign in.',
  ),
} satisfies Record<string, Term>;

export type TermId = keyof typeof glossary;

/** The word for a thing under the setting. */
export function word(id: TermId, names: Names, many = false): string {
  const found = glossary[id];
  if (names === 'power-pages') return many ? found.todayMany : found.today;
  return many ? found.oldMany : found.old;
}

/** The other vocabulary's word, "" where both are the same. */
export function otherWord(id: TermId, names: Names): string {
  const found = glossary[id];
  if (found.today === found.old) return '';
  return names === 'power-pages' ? `Formerly: ${found.old}` : `Today: ${found.today}`;
}

const accessTypes: Record<string, string> = {
  global: 'Global',
  contact: 'Contact',
  account: 'Account',
  parent: 'Parent',
  self: 'Self',
  custom: 'Custom (FetchXML)',
};

/** An access type in words; the empty one is unknown and says so. */
export const accessTypeWord = (type: string) => accessTypes[type] ?? (type || 'Unknown');

const accessTypeMeanings: Record<string, string> = {
  global: 'Every row of the table.',
  contact: 'Rows that belong to the signed-in contact.',
  account: 'Rows that belong to the contact’s account.',
  parent: 'Rows that hang on rows of the parent permission.',
  self: 'The contact’s own row.',
  custom: 'Rows chosen by a FetchXML query.',
};

/** Which rows an access type reaches. */
export const accessTypeMeaning = (type: string) =>
  accessTypeMeanings[type] ?? 'The export does not tell which rows this reaches.';

const privileges: Record<string, string> = {
  read: 'Read',
  write: 'Write',
  create: 'Create',
  delete: 'Delete',
  append: 'Append',
  appendTo: 'Append to',
};

/** A table privilege in words. */
export const privilegeWord = (privilege: string) => privileges[privilege] ?? privilege;

/** A page permission's right. Always named, since the two kinds do opposite things. */
export function pageRightWord(right: string): string {
  if (right === 'restrict-read') return 'Restrict read';
  return right === 'grant-change' ? 'Grant change' : 'Unknown right';
}

/** How far down a page permission reaches. */
export function pageScopeWord(scope: string): string {
  if (scope === 'all-content') return 'All content';
  return scope === 'exclude-direct-web-files' ? 'Exclude direct web files' : 'Unknown';
}

const websiteRights: Record<string, string> = {
  manageContentSnippets: 'Manage content snippets',
  manageSiteMarkers: 'Manage site markers',
  manageWebLinkSets: 'Manage web link sets',
  previewUnpublishedEntities: 'Preview unpublished entities',
};

/** A right of a website access permission in words. */
export const websiteRightWord = (right: string) => websiteRights[right] ?? right;

const origins: Record<string, string> = { local: 'Local', imported: 'Imported site', watched: 'Watched' };

/** Where a portal comes from, in a word. */
export const originWord = (origin: string) => origins[origin] ?? origin;

const originMeanings: Record<string, string> = {
  local: 'Provisioned here. Gatehouse holds both halves of its key.',
  imported: 'Known from an exported site.',
  watched: 'Hosted elsewhere. Its certificate was imported so that its expiry is watched.',
};

/** Where a portal comes from, in a sentence. */
export const originMeaning = (origin: string) => originMeanings[origin] ?? '';

const formats: Record<string, string> = {
  'cli-folder': 'Power Platform CLI download',
  'code-site': 'Code site',
  'configuration-migration': 'Configuration Migration package',
  solution: 'Dataverse solution',
};

/** An export format in words. */
export const formatWord = (format: string) => formats[format] ?? format;

/** A data model in words. */
export function dataModelWord(model: string): string {
  if (model === 'standard') return 'Standard data model';
  return model === 'enhanced' ? 'Enhanced data model' : model;
}

const kindTerms: Record<string, TermId> = {
  webRoles: 'webRole',
  tablePermissions: 'tablePermission',
  pageRules: 'pagePermission',
  websiteAccessPermissions: 'websiteAccess',
  siteSettings: 'siteSetting',
  contacts: 'contact',
};

/** A counted kind ("webRoles") in words. Kinds outside the glossary are spelt out of the machine word. */
export function kindWord(kind: string, names: Names): string {
  const known = kindTerms[kind];
  if (known) return word(known, names, true);
  const spaced = kind.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const actions: Record<string, string> = {
  'portal.provisioned': 'Portal created',
  'portal.watched': 'Portal watched',
  'portal.changed': 'Portal changed',
  'portal.retired': 'Portal retired',
  'portal.restored': 'Portal restored',
  'portal.removed': 'Portal removed',
  'owner.added': 'Owner added',
  'owner.removed': 'Owner removed',
  'key.imported': 'Key imported',
  'key.published': 'Key published',
  'key.retired': 'Old key removed',
  'key.update.started': 'Key update started',
  'key.update.retried': 'Key update retried',
  'key.update.interrupted': 'Key update interrupted',
  'key.update.succeeded': 'Key updated',
  'key.update.failed': 'Key update failed',
  'key.update.cancelled': 'Key update cancelled',
  'key.update.abandoned': 'Key update given up',
  'key.update.set-aside': 'Key update set aside',
  'site.imported': 'Site imported',
  'settings.changed': 'Settings changed',
  'reminders.changed': 'Reminders changed',
  'reminders.paused': 'Reminders paused',
  'reminders.muted': 'Reminders muted',
  'reminders.unmuted': 'Reminders unmuted',
  'reminders.snoozed': 'Reminders snoozed',
  'reminders.woken': 'Snooze taken back',
  'reminders.acknowledged': 'Reminder acknowledged',
  'reminders.repaired': 'Reminders repaired',
  'reminders.reopened': 'Reminders start anew',
  'sample.loaded': 'Sample loaded',
  'sample.removed': 'Sample removed',
};

/** What was done, in words. Unknown actions of a newer backend are spelt out. */
export const actionWord = (action: string) => actions[action] ?? action.replaceAll('.', ' ');

/** The words of the button after an update of a key has failed, as Microsoft's admin center has them. */
export const retryWords = 'Retry Authentication Key Update';
