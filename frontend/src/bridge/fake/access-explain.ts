import type {
  AccessQuestion,
  AccessTarget,
  CandidateView,
  DifferenceView,
  ExplanationView,
  RecordRef,
  StepView,
} from '../types';
import {
  fileVerdict,
  gives,
  hasRight,
  judge,
  type Judge,
  pageVerdict,
  rulesAt,
  tableReach,
  upFrom,
} from './access-judge';
import { german, type World, type WorldPermission, type WorldRule } from './access-world';
import { fault } from './fault';

const verdicts: Record<string, string> = { a: 'allow', d: 'deny', u: 'unknown' };
const reaches: Record<string, string> = { a: 'all', s: 'some', n: 'none', u: 'unknown' };

interface Found {
  answer: string;
  accessTypes: string[];
  steps: StepView[];
  candidates: CandidateView[];
  sentence: string;
}

const ruleRef = ({ id, name, file, line, right }: WorldRule): RecordRef => ({
  kind: right === 'grant-change' ? 'pagePermission.grantChange' : 'pagePermission.restrictRead',
  id,
  name,
  file,
  line,
  missing: false,
});

const permissionRef = ({ id, name, file, line }: WorldPermission): RecordRef => ({
  kind: 'tablePermission',
  id,
  name,
  file,
  line,
  missing: false,
});

/** How the visitor holds a role, as the first step of most chains. */
function roleStep(j: Judge, roles: readonly string[]): StepView[] {
  const role = j.held.find((held) => roles.includes(held.id));
  if (!role) return [];
  const record: RecordRef = {
    kind: 'webRole',
    id: role.id,
    name: role.name,
    file: 'webrole.yml',
    line: 1,
    missing: false,
  };
  return [{ text: `The visitor holds web role “${role.name}”: ${role.how}.`, record }];
}

function content(
  j: Judge,
  name: string,
  verdict: ReturnType<typeof pageVerdict>,
  page: number,
  change: boolean,
): Found {
  const { rule, letter, by, from } = verdict;
  const where = from === page || from < 0 ? '' : `, inherited from page “${j.world.pages[from]?.name ?? ''}”`;
  const verb = change ? 'change' : 'read';
  const why: Record<string, string> = {
    g: 'a grant change permission names a role the visitor holds',
    r:
      letter === 'a'
        ? 'the visitor holds a role of the restrict read permission'
        : 'a restrict read permission names none of the visitor’s roles',
    o: 'no restrict read permission stands on it or above it',
    n: 'no grant change permission names a role the visitor holds',
    s: 'it is the page for missing pages, which stays readable',
    h: 'it is inactive or out of its dates',
    b: 'a page above it is missing',
    m: 'a page above it is not in the export',
  };
  const reason = why[by.toLowerCase()] ?? '';
  const can = { a: 'can', d: 'cannot', u: 'may or may not' }[letter] ?? 'cannot';
  const steps = rule
    ? [
        ...roleStep(j, letter === 'a' ? rule.roles : []),
        { text: `Page permission “${rule.name}” decides${where}.`, record: ruleRef(rule) },
      ]
    : [{ text: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` }];
  const candidates =
    letter === 'd'
      ? upFrom(j.world, page)
          .flatMap((at) => rulesAt(j.world, at))
          .filter((r) => r.right === 'grant-change' || !change)
          .map((r) => ({ record: ruleRef(r), fails: 'names no web role that the visitor holds' }))
      : [];
  return {
    answer: verdicts[letter] ?? 'unknown',
    accessTypes: [],
    steps,
    candidates,
    sentence: `The visitor ${can} ${verb} “${name}”, because ${reason}.`,
  };
}

function table(j: Judge, name: string, privilege: string): Found {
  const { letter } = tableReach(j, name, privilege);
  const all = j.world.permissions.filter((p) => p.table === name);
  const giving = all.filter((p) => gives(j, p, privilege).answer !== 'no');
  const certain = giving.filter((p) => gives(j, p, privilege).answer === 'yes');
  const answer = reaches[letter] ?? 'unknown';
  return {
    answer,
    accessTypes: [...new Set(certain.map((p) => p.accessType))],
    steps: giving.flatMap((p) => [
      ...roleStep(j, p.roles),
      {
        text:
          gives(j, p, privilege).answer === 'yes'
            ? `Table permission “${p.name}” gives ${privilege}.`
            : `Table permission “${p.name}” may give ${privilege}: it ${gives(j, p, privilege).fails}.`,
        record: permissionRef(p),
      },
    ]),
    candidates: all
      .filter((p) => !giving.includes(p))
      .map((p) => ({ record: permissionRef(p), fails: gives(j, p, privilege).fails })),
    sentence: `The visitor has ${privilege} on ${{ all: 'all rows', some: 'some rows', none: 'no row' }[answer] ?? 'nobody can tell which rows'} of ${name}.`,
  };
}

/** The answer to one question, with its chain. */
export function find(j: Judge, target: AccessTarget): Found {
  const { world } = j;
  const change = target.right === 'change';
  switch (target.kind) {
    case 'page': {
      if (target.id === german.id)
        return content(j, 'Knowledge base', { letter: 'd', by: 'h', from: -1 }, 1, change);
      const page = world.pages.findIndex((p) => p.id === target.id);
      if (page < 0)
        throw fault('not_found', 'There is no such page.', { hint: 'The snapshot may be newer.' });
      return content(j, world.pages[page]?.name ?? '', pageVerdict(j, page, change), page, change);
    }
    case 'file': {
      const file = world.files.findIndex((f) => f.id === target.id);
      const found = world.files[file];
      if (!found) throw fault('not_found', 'There is no such file.');
      return content(j, found.name, fileVerdict(j, file, change), found.page, change);
    }
    case 'table':
      return table(j, target.id, target.right);
    case 'column':
      return table(j, target.id, target.right === 'update' ? 'write' : target.right);
    default: {
      const answer = hasRight(j, target.id);
      const giving = world.rights.find((r) => answer === 'allow' && r.rights.includes(target.id));
      return {
        answer,
        accessTypes: [],
        steps: giving
          ? [
              ...roleStep(j, giving.roles),
              {
                text: `Website access permission “${giving.name}” gives it.`,
                record: { ...giving, kind: 'websiteAccessPermission', missing: false },
              },
            ]
          : [{ text: 'For website rights the visitor holds no web role that has it.' }],
        candidates: [],
        sentence: answer === 'allow' ? 'The visitor has the right.' : 'The visitor does not have the right.',
      };
    }
  }
}

/** Why the visitor may do one thing, or may not. */
export function explain(world: World, question: AccessQuestion, target: AccessTarget): ExplanationView {
  const found = find(judge(world, question, question.visitor), target);
  const otherProfile = question.profile === 'legacy' ? 'current' : 'legacy';
  const other = find(judge(world, { ...question, profile: otherProfile }, question.visitor), target).answer;
  const refused = found.answer === 'deny' || found.answer === 'none';
  const text = [found.sentence, ...found.steps.map((step, i) => `  ${String(i + 1)}. ${step.text}`)].join(
    '\n',
  );
  return {
    question: `${target.kind} ${target.id} ${target.right}`,
    visitor: visitorName(world, question),
    profile: question.profile === 'legacy' ? 'legacy' : 'current',
    ...found,
    paths:
      target.kind === 'table' && !refused
        ? found.accessTypes.map((accessType) => ({
            permissions: found.steps
              .map((s) => s.record)
              .filter((r) => r?.kind === 'tablePermission')
              .filter((r) => r !== undefined),
            accessType,
            hops: [],
            end: accessType === 'global' ? 'any-row' : 'own-contact',
            certain: true,
            empty: false,
          }))
        : [],
    channels:
      target.kind === 'table'
        ? [{ through: 'templates', open: 'allow', reach: found.answer, unchecked: false, note: '' }]
        : [],
    change: refused && !question.visitor.signedIn ? suggestion(world, question, target) : '',
    notes: [],
    other: { profile: otherProfile, answer: other, differs: other !== found.answer },
    text,
  };
}

/** Signing in is the smallest change there is. */
function suggestion(world: World, question: AccessQuestion, target: AccessTarget): string {
  const after = find(judge(world, question, { ...question.visitor, signedIn: true }), target).answer;
  return after === 'deny' || after === 'none' || after === 'unknown'
    ? ''
    : 'Sign in; no web role needs to be assigned.';
}

/** Names a visitor as sentences begin. */
export function visitorName(world: World, { visitor }: AccessQuestion): string {
  if (!visitor.signedIn) return 'An anonymous visitor';
  const contact = world.contacts.find((c) => c.id === visitor.contact);
  if (contact) return `Contact “${contact.name}”`;
  if (visitor.roles.length === 0) return 'A signed-in visitor without assigned roles';
  const names = visitor.roles.map((id) => `“${world.roles.find((role) => role.id === id)?.name ?? id}”`);
  return `A signed-in visitor with web role${names.length > 1 ? 's' : ''} ${names.join(', ')}`;
}

/** The site without a record, and what that changes for the visitor on pages and tables. */
export function without(world: World, question: AccessQuestion, kind: string, id: string): DifferenceView[] {
  const drop = (roles: string[]) => (kind === 'webRole' ? roles.filter((role) => role !== id) : roles);
  const after: World = {
    ...world,
    roles: world.roles.filter((role) => role.id !== id),
    rules: world.rules.filter((rule) => rule.id !== id).map((rule) => ({ ...rule, roles: drop(rule.roles) })),
    permissions: world.permissions
      .filter((p) => p.id !== id && p.top !== id)
      .map((p) => ({ ...p, roles: drop(p.roles) })),
    rights: world.rights.filter((r) => r.id !== id),
  };
  const visitor = { ...question.visitor, roles: drop(question.visitor.roles) };
  const [one, other] = [judge(world, question, question.visitor), judge(after, question, visitor)];
  const list: DifferenceView[] = [];
  const add = (what: Omit<DifferenceView, 'wider' | 'column'>, given: readonly string[]) => {
    if (what.before !== what.after) list.push({ ...what, column: '', wider: given.includes(what.after) });
  };
  world.pages.forEach((page, i) => {
    for (const right of ['read', 'change']) {
      const [before, now] = [one, other].map(
        (j) => verdicts[pageVerdict(j, i, right === 'change').letter] ?? '',
      );
      add(
        {
          kind: 'page',
          id: page.id,
          label: page.url || page.name,
          right,
          before: before ?? '',
          after: now ?? '',
        },
        ['allow'],
      );
    }
  });
  world.tables.forEach(({ name }) => {
    for (const right of ['read', 'write', 'create', 'delete', 'append', 'appendTo']) {
      const [before, now] = [one, other].map((j) => reaches[tableReach(j, name, right).letter] ?? '');
      add({ kind: 'table', id: name, label: name, right, before: before ?? '', after: now ?? '' }, ['all']);
    }
  });
  return list;
}
