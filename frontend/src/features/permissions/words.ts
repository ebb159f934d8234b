import type {
  AccessPage,
  AccessSubjects,
  AccessTarget,
  AccessVisitor,
  LanguageAnswer,
  MatrixColumn,
} from '../../bridge/types';
import { names } from '../../lib/text';
import { accessTypeWord, privilegeWord, websiteRightWord } from '../../lib/words';
import type { Difference } from './differences';
import type { Reach, Source, Verdict } from './letters';

const verdicts: Record<Verdict, string> = { allow: 'Yes', deny: 'No', unknown: 'Cannot tell' };

/** A verdict as a short answer. */
export const verdictWord = (verdict: Verdict) => verdicts[verdict];

const reaches: Record<Reach, string> = {
  none: 'None',
  some: 'Some',
  empty: 'No row fits',
  all: 'All',
  unknown: 'Cannot tell',
};

/** How many rows a privilege reaches, as a short answer. */
export const reachWord = (reach: Reach) => reaches[reach];

/** An answer that came as a word, in words. */
export function answerWord(answer: string): string {
  const words: Record<string, string> = { ...verdicts, ...reaches };
  return words[answer] ?? answer;
}

const differences: Record<Difference, string> = {
  same: 'Same',
  wider: 'Wider',
  narrower: 'Narrower',
  other: 'Other rows',
  unclear: 'Unclear',
};

/** How an answer differs from the pinned visitor's. */
export const differenceWord = (kind: Difference) => differences[kind];

/** The name a page is shown under. */
export function pageName(page: AccessPage | undefined): string {
  return page === undefined || page.name === '' ? 'Page without a name' : page.name;
}

/** What decided about a page or file, as a fragment: "own restrict read", "grant change of Home". The mark says "inherited". */
export function sourceWord(
  { by, own }: Source,
  from: AccessPage | undefined,
  verdict: Verdict,
  kind: 'page' | 'file' = 'page',
): string {
  const at = (what: string) => {
    if (own) return kind === 'page' ? `own ${what}` : `${what} of its page`;
    return from ? `${what} of ${pageName(from)}` : what;
  };
  switch (by) {
    case 'grant':
      return at('grant change');
    case 'restrict':
      return verdict === 'allow' ? `passes ${at('restrict read')}` : at('restrict read');
    case 'open':
      return 'open to everybody';
    case 'no-grant':
      return 'no grant change';
    case 'service':
      return 'service page, always open';
    case 'hidden':
      return 'hidden';
    case 'broken':
      return 'broken path to it';
    case 'missing':
      return 'records are missing';
  }
}

/** A website right in words. */
export const rightWord = (right: string) =>
  right === 'aboutAdministrator' ? 'Administrators’ part of the about page' : websiteRightWord(right);

const rightMeanings: Record<string, string> = {
  manageContentSnippets: 'Edit content snippets from the site itself.',
  manageSiteMarkers: 'Edit site markers from the site itself.',
  manageWebLinkSets: 'Edit menus and their links from the site itself.',
  previewUnpublishedEntities: 'See pages and files that are not published or out of their dates.',
  aboutAdministrator:
    'See what the about page keeps for administrators; one record must give all four rights.',
};

/** What a website right lets its holder do. */
export const rightMeaning = (right: string) => rightMeanings[right] ?? '';

const columnRights: Record<string, string> = { create: 'Create', read: 'Read', update: 'Update' };

/** A right on a column in words. */
export const columnRightWord = (right: string) => columnRights[right] ?? right;

/** A column; the sign for all is those that nothing names. */
export const columnWord = (column: string) => (column === '*' ? 'Every other column' : column);

/** What one question asks, as a title. */
export function targetWord(
  target: AccessTarget,
  subjects: AccessSubjects,
  languages: readonly LanguageAnswer[] = [],
): string {
  const verb = target.right === 'change' ? 'Change' : 'Read';
  switch (target.kind) {
    case 'page': {
      const content = languages.find(({ id }) => id === target.id);
      const page = content ? subjects.pages[content.page] : subjects.pages.find((p) => p.id === target.id);
      const name = page ? pageName(page) : target.id;
      return `${verb} page ${name}${content ? ` in ${content.language}` : ''}`;
    }
    case 'file':
      return `${verb} file ${subjects.files.find((f) => f.id === target.id)?.name ?? target.id}`;
    case 'forum':
      return `${verb} forum ${subjects.forums.find((f) => f.id === target.id)?.name ?? target.id}`;
    case 'table':
      return `${privilegeWord(target.right)} ${target.id}`;
    case 'column':
      return `${columnRightWord(target.right)} ${target.column === '*' ? 'every other column' : `column ${target.column}`} of ${target.id}`;
    default:
      return rightWord(target.id);
  }
}

/** Access types in words. */
export const typesWord = (types: readonly string[]) => types.map(accessTypeWord).join(', ');

/** The visitor of a matrix column. Roles are named as stored. */
export function columnName(column: MatrixColumn): string {
  if (column.kind === 'anonymous') return 'Anonymous';
  if (column.kind === 'authenticated') return 'No role given';
  return column.name || 'Role without a name';
}

const hows: Record<string, string> = {
  assigned: 'assigned',
  'through-account': 'through the account',
  authenticated: 'flag: authenticated users',
  anonymous: 'flag: anonymous users',
  'does-not-count': 'does not count',
  'not-in-the-export': 'not in the export',
};

/** How a role is held. */
export const howWord = (how: string) => hows[how] ?? how;

/** A visitor in a few words. */
export function visitorWord(visitor: AccessVisitor, subjects: AccessSubjects): string {
  if (!visitor.signedIn) return 'Anonymous visitor';
  const roles = visitor.roles.map((id) => subjects.roles.find((role) => role.id === id)?.name ?? id);
  const given = names(roles, 4);
  if (visitor.alone) return `${given} by itself`;
  const who = visitor.contact === '' ? 'Signed in' : 'Contact';
  return roles.length === 0 ? who : `${who}, with ${given}`;
}
