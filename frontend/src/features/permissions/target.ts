import type { AccessTarget } from '../../bridge/types';

/** One cell: what it is about, and for whom, "" for the visitor that was chosen. */
export interface Cell {
  target: AccessTarget;
  of: string; // a visitor as the address has it
}

const kinds = ['page', 'file', 'forum', 'table', 'column', 'websiteRight'];

/** A target as the address has it. The id comes last, since only it may hold the sign that parts the others. */
export function targetText({ kind, right, column, id }: AccessTarget): string {
  return [kind, right, column, id].join('~');
}

/** The target that the address names. */
export function targetFrom(text: string): AccessTarget | undefined {
  const [kind = '', right = '', column = '', ...id] = text.split('~');
  if (!kinds.includes(kind) || id.length === 0) return undefined;
  return { kind, right, column, id: id.join('~') };
}

/** Tells cells apart; neither part holds a line break. */
export const cellKey = ({ target, of }: Cell) => `${targetText(target)}\n${of}`;

/** The cell of a key. */
export function cellFrom(key: string): Cell | undefined {
  const [text = '', of = ''] = key.split('\n');
  const target = targetFrom(text);
  return target && { target, of };
}
