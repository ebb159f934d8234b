import type { AccessBasis, AccessVisitor, HeldRole } from '../types';
import type { World, WorldPermission, WorldRule } from './access-world';

// A few of the rules of docs/rules-of-access.md, enough for the twin's sites. The real ones are in backend/access.

/** What decided about a page, with the letters of app/access_views.go. */
export interface PageVerdict {
  letter: string;
  by: string;
  from: number;
  rule?: WorldRule;
}

/** One visitor before one site. */
export interface Judge {
  world: World;
  legacy: boolean;
  absent: boolean;
  held: HeldRole[];
  onPages: Set<string>;
  onTables: Set<string>;
}

/** Prepares a visitor. */
export function judge(world: World, basis: AccessBasis, visitor: AccessVisitor): Judge {
  const held: HeldRole[] = [];
  const take = (id: string, how: string) => {
    if (held.some((role) => role.id === id)) return;
    const role = world.roles.find((r) => r.id === id || r.name === id);
    if (!role) held.push({ id, name: '', how: 'not-in-the-export', onPages: false, onTables: false });
    else {
      const counts = role.counts;
      const onPages = counts && how !== 'anonymous';
      held.push({
        id: role.id,
        name: role.name,
        how: counts ? how : 'does-not-count',
        onPages,
        onTables: counts,
      });
    }
  };
  if (!visitor.signedIn) {
    world.roles
      .filter((role) => role.anonymous)
      .forEach((role) => {
        take(role.id, 'anonymous');
      });
  } else {
    const contact = world.contacts.find((c) => c.id === visitor.contact);
    if (contact?.active !== false)
      [...(contact?.held ?? []), ...visitor.roles].forEach((id) => {
        take(id, 'assigned');
      });
    if (!visitor.alone) {
      world.roles
        .filter((role) => role.authenticated)
        .forEach((role) => {
          take(role.id, 'authenticated');
        });
    }
  }
  return {
    world,
    legacy: basis.profile === 'legacy',
    absent: basis.missing === 'absent',
    held: held.sort((a, b) => a.name.localeCompare(b.name)),
    onPages: new Set(held.filter((role) => role.onPages).map((role) => role.id)),
    onTables: new Set(held.filter((role) => role.onTables).map((role) => role.id)),
  };
}

const none: readonly WorldRule[] = [];
const rulesOf = new WeakMap<World, Map<number, WorldRule[]>>();

/** The page permissions of a page. */
export function rulesAt(world: World, page: number): readonly WorldRule[] {
  let index = rulesOf.get(world);
  if (!index) {
    index = new Map();
    for (const rule of world.rules) {
      const list = index.get(rule.page);
      if (list) list.push(rule);
      else index.set(rule.page, [rule]);
    }
    rulesOf.set(world, index);
  }
  return index.get(page) ?? none;
}

/** A page and those above it, nearest first. */
export function upFrom(world: World, page: number): number[] {
  const list: number[] = [];
  for (let at = page; at >= 0; at = world.pages[at]?.parent ?? -1) list.push(at);
  return list;
}

const meets = (roles: readonly string[], held: ReadonlySet<string>) => roles.some((id) => held.has(id));

/** The verdict about a page. */
export function pageVerdict(j: Judge, page: number, change: boolean): PageVerdict {
  const { world } = j;
  const found = world.pages[page];
  const above = (at: number) => world.pages[at]?.parent ?? -1;
  const letter = (at: number, sign: string) => (at === page ? sign.toUpperCase() : sign);
  if (!found?.active) return { letter: 'd', by: 'h', from: -1 };
  if (found.expired && j.legacy && !change) return { letter: 'd', by: 'h', from: -1 };
  for (let at = page; at >= 0; at = above(at)) {
    if (!world.pages[at]?.detached) continue;
    return j.absent ? { letter: 'd', by: 'b', from: -1 } : { letter: 'u', by: 'm', from: -1 };
  }
  for (let at = page; at >= 0; at = above(at)) {
    const rule = rulesAt(world, at).find((r) => r.right === 'grant-change' && meets(r.roles, j.onPages));
    if (rule) return { letter: 'a', by: letter(at, 'g'), from: at, rule };
  }
  if (change) return { letter: 'd', by: 'n', from: -1 };
  if (found.service) return { letter: 'a', by: 's', from: -1 };
  let passed: PageVerdict | undefined;
  for (let at = page; at >= 0; at = above(at)) {
    const rules = rulesAt(world, at);
    if (rules === none) continue;
    const restricting = rules.filter((r) => r.right === 'restrict-read');
    const [first] = restricting;
    if (!first) continue;
    const rule = restricting.find((r) => meets(r.roles, j.onPages));
    if (!rule) return { letter: 'd', by: letter(at, 'r'), from: at, rule: first };
    passed ??= { letter: 'a', by: letter(at, 'r'), from: at, rule };
  }
  return passed ?? { letter: 'a', by: 'o', from: -1 };
}

/** The verdict about a file: that of its page, whose permissions it inherits. */
export function fileVerdict(j: Judge, file: number, change: boolean): PageVerdict {
  const page = j.world.files[file]?.page ?? -1;
  if (page < 0) return { letter: 'd', by: 'b', from: -1 };
  const verdict = pageVerdict(j, page, change);
  return { ...verdict, by: verdict.by.toLowerCase() };
}

const bits: Record<string, number> = { global: 1, contact: 2, account: 4, self: 8, parent: 16, custom: 32 };

/** Whether a table permission gives anything: surely, perhaps, or not, and why not. */
export function gives(
  j: Judge,
  p: WorldPermission,
  privilege: string,
): { answer: 'yes' | 'maybe' | 'no'; fails: string } {
  const no = (fails: string) => ({ answer: 'no' as const, fails });
  if (!p.privileges.includes(privilege)) return no(`does not give ${privilege}`);
  if (p.lost) {
    return j.absent
      ? no('is a child of a permission that does not exist')
      : { answer: 'maybe', fails: 'has a parent that is not in the export' };
  }
  if (p.accessType === '')
    return j.absent ? no('has no known access type') : { answer: 'maybe', fails: 'has no known access type' };
  if (p.accessType === 'custom' && j.legacy) return no('is a custom one, which the legacy rules do not know');
  if (meets(p.roles, j.onTables)) return { answer: 'yes', fails: '' };
  const lost = p.roles.some((id) => !j.world.known.has(id));
  if (lost && !j.absent && j.onTables.size > 0)
    return { answer: 'maybe', fails: 'names a web role that is not in the export' };
  return no('names no web role that the visitor holds');
}

/** How far a privilege on a table reaches, and the set of access types that give it. */
export function tableReach(j: Judge, table: string, privilege: string): { letter: string; types: string } {
  let set = 0;
  let maybe = false;
  for (const p of j.world.permissions) {
    if (p.table !== table) continue;
    const { answer } = gives(j, p, privilege);
    if (answer === 'yes') set |= bits[p.accessType] ?? 0;
    maybe ||= answer === 'maybe';
  }
  const all = set & 1 || (set > 0 && privilege === 'create');
  const letter = all ? 'a' : maybe ? 'u' : set > 0 ? 's' : 'n';
  return { letter, types: String.fromCharCode('0'.charCodeAt(0) + set) };
}

/** Whether the visitor has a website right. */
export function hasRight(j: Judge, right: string): 'allow' | 'deny' {
  const wanted = right === 'aboutAdministrator' ? 4 : 1;
  const has = j.world.rights.some(
    ({ rights, roles }) =>
      meets(roles, j.onPages) && (wanted === 4 ? rights.length === 4 : rights.includes(right)),
  );
  return has ? 'allow' : 'deny';
}
