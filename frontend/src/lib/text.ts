/** "1 portal", "5,000 portals". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** A number with thousands separated. */
export const number = (n: number) => n.toLocaleString('en-US');

/** The words of a filter, as `holds` looks for them. */
export const filterWords = (filter: string) => filter.toLowerCase().split(/\s+/);

/** Whether every word stands somewhere in a text of lower-case letters. */
export const holds = (text: string, words: readonly string[]) => words.every((word) => text.includes(word));

/** Whether every word of the filter stands somewhere in the texts; letter case does not matter. */
export const matches = (filter: string, ...texts: string[]) =>
  holds(texts.join('\n').toLowerCase(), filterWords(filter));

/** "a, b and c"; from `most` names on "a, b and 7 more". */
export function names(list: readonly string[], most = 3): string {
  const shown =
    list.length > most ? [...list.slice(0, most), `${number(list.length - most)} more`] : [...list];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** A thumbprint in groups of four, easier to compare by eye. */
export const grouped = (thumbprint: string) => thumbprint.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** The last part of a path, whichever way its slashes lean. */
export const fileName = (path: string) => path.split(/[\\/]/).pop() ?? path;

/** A record's place as "file:line". */
export const place = (file: string, line: number) => (line > 0 ? `${file}:${String(line)}` : file);
