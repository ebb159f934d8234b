import type { Backend } from '../contract';
import type {
  AccessAnswer,
  AccessBasis,
  AccessProfile,
  AccessQuestion,
  AccessSubjects,
  AccessTarget,
  ColumnTable,
  ContactsFound,
  ContentAnswers,
  ContentMatrix,
  ContentRow,
  LanguageAnswer,
  MatrixColumn,
  TableMatrix,
  TableRow,
  WhoView,
} from '../types';
import { explain, find, visitorName, without } from './access-explain';
import { fileVerdict, hasRight, judge, type Judge, pageVerdict, tableReach } from './access-judge';
import { german, type World } from './access-world';
import { fault } from './fault';

const privileges = ['read', 'write', 'create', 'delete', 'append', 'appendTo'];

const profiles: AccessProfile[] = ['current', 'legacy'].map((profile) => ({
  profile,
  switches: [
    {
      switch: 'S07',
      subject: 'release and expiration dates of pages',
      value: profile === 'legacy' ? 'enforced' : 'ignored',
      differs: true,
    },
    { switch: 'S10', subject: 'web roles on a child permission', value: 'root-only', differs: false },
  ],
}));

/** What can be asked about the twin's site. */
function subjects(world: World, snapshotId: string): AccessSubjects {
  const { roles, pages, files, tables, contacts } = world;
  return {
    snapshotId,
    roles,
    pages,
    files,
    tables,
    forums: [],
    contacts: contacts.length,
    profiles,
    missing: 'unknown',
    incomplete: [],
    enhancedAuthorization: 'no',
  };
}

function contacts(world: World, search: string, limit: number): ContactsFound {
  const wanted = search.toLowerCase();
  const found = world.contacts.filter((c) => `${c.name} ${c.email} ${c.id}`.toLowerCase().includes(wanted));
  return { contacts: found.slice(0, limit), total: found.length };
}

function both(basis: AccessBasis): [AccessBasis, AccessBasis] {
  return [basis, { ...basis, profile: basis.profile === 'legacy' ? 'current' : 'legacy' }];
}

function contents(one: Judge, other: Judge, count: number, of: typeof pageVerdict): ContentAnswers {
  const all = Array.from({ length: count }, (_, i) => i);
  const [read, change] = [all.map((i) => of(one, i, false)), all.map((i) => of(one, i, true))];
  return {
    read: read.map((v) => v.letter).join(''),
    change: change.map((v) => v.letter).join(''),
    otherRead: all.map((i) => of(other, i, false).letter).join(''),
    otherChange: all.map((i) => of(other, i, true).letter).join(''),
    readBy: read.map((v) => v.by).join(''),
    changeBy: change.map((v) => v.by).join(''),
    readFrom: read.map((v) => v.from),
    changeFrom: change.map((v) => v.from),
  };
}

function columns(one: Judge, other: Judge): ColumnTable[] {
  const reach = (j: Judge) =>
    ['create', 'read', 'write'].map((p) => tableReach(j, 'incident', p).letter).join('');
  const names = ['description', 'ticketnumber', 'title'];
  return [
    {
      table: 'adx_webpage',
      exposed: 'deny',
      why: 'Configuration tables are refused.',
      allColumns: false,
      columns: [],
    },
    {
      table: 'incident',
      exposed: 'allow',
      why: 'It is enabled and lists columns.',
      allColumns: false,
      columns: names.map((column) => ({ column, reach: reach(one), other: reach(other) })),
    },
  ];
}

/** The knowledge base has a content page in a language that is not published. */
function languages(world: World, one: Judge): LanguageAnswer[] {
  const page = world.pages.findIndex((p) => p.url === '/knowledge/');
  return [
    {
      page,
      ...german,
      read: 'deny',
      change: pageVerdict(one, page, true).letter === 'a' ? 'allow' : 'deny',
    },
  ];
}

/** Everything a visitor may do. */
function answer(world: World, question: AccessQuestion, now: number): AccessAnswer {
  const lost = question.visitor.roles.find((id) => !world.known.has(id));
  if (lost !== undefined) {
    throw fault('not_found', `The snapshot has no web role “${lost}”.`, {
      hint: 'Did you mean “Partner Managers”?',
    });
  }
  const contact = world.contacts.find((c) => c.id === question.visitor.contact);
  const [one, other] = both(question).map((basis) => judge(world, basis, question.visitor)) as [Judge, Judge];
  const inactive = contact?.active === false;
  const rights = [
    'manageContentSnippets',
    'manageSiteMarkers',
    'manageWebLinkSets',
    'previewUnpublishedEntities',
    'aboutAdministrator',
  ];
  return {
    profile: one.legacy ? 'legacy' : 'current',
    other: one.legacy ? 'current' : 'legacy',
    missing: one.absent ? 'absent' : 'unknown',
    at: question.at || new Date(now).toISOString(),
    visitor: visitorName(world, question),
    canCome: !inactive,
    held: one.held,
    notes: inactive ? ['The contact is inactive; roles assigned to it do not count.'] : [],
    refused: question.visitor.signedIn ? 'access-denied-page' : 'sign-in-redirect',
    pages: contents(one, other, world.pages.length, pageVerdict),
    files: contents(one, other, world.files.length, fileVerdict),
    forums: { read: '', change: '', otherRead: '', otherChange: '' },
    languages: languages(world, one),
    tables: world.tables.map(({ name }) => {
      const found = privileges.map((p) => tableReach(one, name, p));
      return {
        reach: found.map((f) => f.letter).join(''),
        types: found.map((f) => f.types).join(''),
        other: privileges.map((p) => tableReach(other, name, p).letter).join(''),
      };
    }),
    rights: rights.map((right) => ({ right, answer: hasRight(one, right), other: hasRight(other, right) })),
    columns: columns(one, other),
  };
}

const nobody = { signedIn: false, roles: [] as string[], contact: '', alone: false, previewOff: false };

/** Who gets one thing. */
function who(world: World, basis: AccessBasis, target: AccessTarget): WhoView {
  const ask = (visitor: typeof nobody) => find(judge(world, basis, visitor), target).answer;
  return {
    anonymous: ask(nobody),
    authenticated: ask({ ...nobody, signedIn: true }),
    roles: world.roles
      .filter((role) => role.counts)
      .map(({ id, name }) => ({
        id,
        name,
        alone: ask({ ...nobody, signedIn: true, roles: [id], alone: true }),
        with: ask({ ...nobody, signedIn: true, roles: [id] }),
      })),
  };
}

function everybody(
  world: World,
  basis: AccessBasis,
  mode: string,
): { columns: MatrixColumn[]; judges: Judge[] } {
  const roles = world.roles.filter((role) => role.counts);
  return {
    columns: [
      { kind: 'anonymous', id: '', name: '' },
      { kind: 'authenticated', id: '', name: '' },
      ...roles.map(({ id, name }) => ({ kind: 'role', id, name })),
    ],
    judges: [
      judge(world, basis, nobody),
      judge(world, basis, { ...nobody, signedIn: true }),
      ...roles.map(({ id }) =>
        judge(world, basis, { ...nobody, signedIn: true, roles: [id], alone: mode === 'alone' }),
      ),
    ],
  };
}

/** Puts equal rows in one place. */
function shared<T>(all: readonly T[]): { rows: T[]; row: number[] } {
  const places = new Map<string, number>();
  const rows: T[] = [];
  const row = all.map((value) => {
    const key = JSON.stringify(value);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, rows.length);
    return rows.push(value) - 1;
  });
  return { rows, row };
}

function contentMatrix(
  { columns: asked, judges }: ReturnType<typeof everybody>,
  count: number,
  of: typeof pageVerdict,
): ContentMatrix {
  const lines = Array.from({ length: count }, (_, i): ContentRow => {
    const read = judges.map((j) => of(j, i, false));
    const change = judges.map((j) => of(j, i, true));
    const text = (all: typeof read, part: 'letter' | 'by') => all.map((v) => v[part]).join('');
    return {
      read: text(read, 'letter'),
      change: text(change, 'letter'),
      readBy: text(read, 'by'),
      changeBy: text(change, 'by'),
    };
  });
  return { columns: asked, ...shared(lines) };
}

function tableMatrix(world: World, basis: AccessBasis, mode: string): TableMatrix {
  const { columns: asked, judges } = everybody(world, basis, mode);
  const lines = world.tables.flatMap(({ name }) =>
    privileges.map((p): TableRow => {
      const found = judges.map((j) => tableReach(j, name, p));
      return { reach: found.map((f) => f.letter).join(''), types: found.map((f) => f.types).join('') };
    }),
  );
  return { columns: asked, ...shared(lines) };
}

/** The bound struct Access before the twin's site. */
export const accessTo = (world: () => World, now: () => number): Backend['Access'] => ({
  Subjects: async (id) => subjects(world(), id),
  Contacts: async (_, search, limit) => contacts(world(), search, limit),
  Answer: async (question) => answer(world(), question, now()),
  Explain: async (question, target) => explain(world(), question, target),
  Who: async (basis, target) => who(world(), basis, target),
  Without: async (question, { kind, id }) => {
    const children = world().permissions.filter((p) => p.top === id && p.id !== id);
    const gone = [{ id, name: '', file: '', line: 0 }, ...children];
    return {
      removed: gone.map((record) => ({ ...record, kind, missing: false })),
      differences: without(world(), question, kind, id),
    };
  },
  PageMatrix: async (basis, mode) =>
    contentMatrix(everybody(world(), basis, mode), world().pages.length, pageVerdict),
  FileMatrix: async (basis, mode) =>
    contentMatrix(everybody(world(), basis, mode), world().files.length, fileVerdict),
  TableMatrix: async (basis, mode) => tableMatrix(world(), basis, mode),
});
