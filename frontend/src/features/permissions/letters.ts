// What the letters of the answers mean; app/access_views.go has the list.

export type Verdict = 'allow' | 'deny' | 'unknown';
export type Reach = 'none' | 'some' | 'empty' | 'all' | 'unknown';

/** The privileges in the order in which answers about tables have them. */
export const privileges = ['read', 'write', 'create', 'delete', 'append', 'appendTo'] as const;

/** The rights on a column in the order in which answers have them. */
export const columnRights = ['create', 'read', 'update'] as const;

/** A verdict; what is no letter of one was not told. */
export function verdictOf(letter: string | undefined): Verdict {
  if (letter === 'a') return 'allow';
  return letter === 'd' ? 'deny' : 'unknown';
}

/** A reach; "empty" is "some" where no row can match for the visitor. */
export function reachOf(letter: string | undefined): Reach {
  if (letter === 'n') return 'none';
  if (letter === 's') return 'some';
  if (letter === 'e') return 'empty';
  return letter === 'a' ? 'all' : 'unknown';
}

const types = ['global', 'contact', 'account', 'self', 'parent', 'custom'];

/** The access types of a set. */
export function typesOf(letter: string | undefined): string[] {
  const bits = (letter ?? '0').charCodeAt(0) - '0'.charCodeAt(0);
  return types.filter((_, place) => bits & (1 << place));
}

/** What decided about a page or file. */
export interface Source {
  by: 'grant' | 'restrict' | 'open' | 'no-grant' | 'service' | 'hidden' | 'broken' | 'missing';
  own: boolean; // of the page itself, not inherited
}

const sources: Record<string, Source['by']> = {
  g: 'grant',
  r: 'restrict',
  o: 'open',
  n: 'no-grant',
  s: 'service',
  h: 'hidden',
  b: 'broken',
  m: 'missing',
};

/** What a letter says decided. */
export function sourceOf(letter: string | undefined): Source {
  const small = (letter ?? 'm').toLowerCase();
  return { by: sources[small] ?? 'missing', own: letter === 'G' || letter === 'R' };
}
