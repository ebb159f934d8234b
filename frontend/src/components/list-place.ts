/** The part of a list page's address that every list understands. */
export interface ListPlace {
  q?: string; // the filter text
  sort?: string; // a column's id, with "-" in front when descending
  record?: string; // the id of the record whose details are open
}

/** Reads a list's place from the address, leaving out everything that is no text. */
export function listPlace(search: Record<string, unknown>): ListPlace {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const place = { q: text(search.q), sort: text(search.sort), record: text(search.record) };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
