import type { AccessVisitor } from '../../bridge/types';

// How a visitor stands in the address: "anonymous", "signed-in~ROLE~ROLE", "contact~CONTACT~ROLE", and "alone~ROLE" for
// what a role gives by itself.

/** Somebody who is not signed in, with whom every question begins. */
export const anonymous: AccessVisitor = {
  signedIn: false,
  roles: [],
  contact: '',
  alone: false,
  previewOff: false,
};

/** Somebody who is signed in and has these roles besides those that everybody signed in has. */
export const signedIn = (roles: readonly string[] = []): AccessVisitor => ({
  ...anonymous,
  signedIn: true,
  roles: [...roles],
});

/** The visitor as the address has it. */
export function visitorText(visitor: AccessVisitor): string {
  if (!visitor.signedIn) return 'anonymous';
  const first =
    visitor.contact !== '' ? ['contact', visitor.contact] : [visitor.alone ? 'alone' : 'signed-in'];
  return [...first, ...visitor.roles].join('~');
}

/** The visitor that the address names; anonymous for everything that names none. */
export function visitorFrom(text: string): AccessVisitor {
  const [kind, ...rest] = text.split('~');
  const parts = rest.filter((part) => part !== '');
  if (kind === 'signed-in') return signedIn(parts);
  if (kind === 'alone') return { ...signedIn(parts), alone: true };
  if (kind === 'contact' && parts[0] !== undefined) return { ...signedIn(parts.slice(1)), contact: parts[0] };
  return anonymous;
}
