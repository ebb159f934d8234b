// Dates as people read them: exact local time with its zone first, UTC beside it, relative second. Pure: the zone is
// the machine's, the present is an argument.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const two = (n: number) => String(n).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The moment an RFC 3339 text names, in milliseconds; NaN for "" and for anything else that is no time. */
export function moment(text: string): number {
  return text === '' ? Number.NaN : Date.parse(text);
}

/** The zone's distance from UTC at that moment: "UTC+2", "UTC-3:30", "UTC". */
export function zoneOf(at: number): string {
  const offset = -new Date(at).getTimezoneOffset();
  if (offset === 0) return 'UTC';
  const hours = Math.floor(Math.abs(offset) / 60);
  const rest = Math.abs(offset) % 60;
  return `UTC${offset > 0 ? '+' : '−'}${String(hours)}${rest ? `:${two(rest)}` : ''}`;
}

/** "5 Aug 2027" in local time; "" where the text is no time. */
export function localDate(text: string): string {
  const at = new Date(moment(text));
  if (Number.isNaN(at.getTime())) return '';
  return `${String(at.getDate())} ${months[at.getMonth()] ?? ''} ${String(at.getFullYear())}`;
}

/** "08:24" in local time. */
export function localTime(text: string): string {
  const at = new Date(moment(text));
  return Number.isNaN(at.getTime()) ? '' : `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "5 Aug 2027, 08:24 (UTC+2)". */
export function local(text: string): string {
  const at = moment(text);
  return Number.isNaN(at) ? '' : `${localDate(text)}, ${localTime(text)} (${zoneOf(at)})`;
}

/** "5 Aug 2027, 06:24:00 UTC". */
export function utc(text: string): string {
  const at = new Date(moment(text));
  if (Number.isNaN(at.getTime())) return '';
  const date = `${String(at.getUTCDate())} ${months[at.getUTCMonth()] ?? ''} ${String(at.getUTCFullYear())}`;
  return `${date}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} UTC`;
}

function span(length: number): string {
  const count = (n: number, unit: string) => `${String(n)} ${unit}${n === 1 ? '' : 's'}`;
  if (length < minute) return 'less than a minute';
  if (length < hour) return count(Math.floor(length / minute), 'minute');
  if (length < 2 * day) return count(Math.floor(length / hour), 'hour');
  const days = Math.floor(length / day);
  if (days < 60) return count(days, 'day');
  // Whole months of an average year; from two years on, years.
  const whole = Math.floor(days / 30.4375);
  return whole < 24 ? count(whole, 'month') : count(Math.floor(days / 365.25), 'year');
}

/**
 * "in 11 months", "3 days ago", "just now". Lengths are rounded down, but of what is to come a minute that has begun
 * counts in full, as in the backend's sentences: what ends in 19 days says so for a minute.
 */
export function relative(text: string, now: number): string {
  const at = moment(text);
  if (Number.isNaN(at)) return '';
  const left = at - now;
  if (Math.abs(left) < minute) return left > 0 ? 'in less than a minute' : 'just now';
  if (left <= 0) return `${span(-left)} ago`;
  return `in ${span(left > hour ? Math.ceil(left / minute) * minute : left)}`;
}

/** How long something has taken: "40 s", "1 min 20 s", "2 h 5 min". */
export function elapsed(length: number): string {
  const seconds = Math.max(0, Math.floor(length / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${String(seconds)} s`;
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** The day heading of a list: "Today", "Yesterday", else "Monday, 5 Aug 2027". */
export function dayHeading(text: string, now: number): string {
  const at = new Date(moment(text));
  const startOf = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const days = Math.round((startOf(new Date(now)) - startOf(at)) / day);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  return `${names[at.getDay()] ?? ''}, ${localDate(text)}`;
}

/** "2027-08-05T08:24" in local time, as a date-time field has it; "" where the text is no time. */
export function localInput(text: string): string {
  const at = new Date(moment(text));
  if (Number.isNaN(at.getTime())) return '';
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${localTime(text)}`;
}
