import { count } from '../../lib/text';

// The words of reminders.

const severities: Record<string, string> = {
  info: 'Information',
  warning: 'Warning',
  high: 'Urgent',
  critical: 'Critical',
};

export const severityWord = (severity: string) => severities[severity] ?? severity;

const channels: Record<string, string> = { desktop: 'Desktop', mail: 'E-mail', inbox: 'Inbox' };

export const channelWord = (channel: string) => channels[channel] ?? channel;

/** A message over a channel, at the beginning of a sentence: "The e-mail to ada@contoso.example". */
export function messageWord(channel: string, address: string): string {
  if (channel === 'desktop') return 'The desktop notification';
  const what = channel === 'mail' ? 'The e-mail' : `The message over ${channelWord(channel)}`;
  return address === '' ? what : `${what} to ${address}`;
}

/** Several messages over a channel: "3 e-mails to ada@contoso.example". */
export function messagesWord(n: number, channel: string, address: string): string {
  if (channel === 'desktop') return count(n, 'desktop notification');
  const what =
    channel === 'mail' ? count(n, 'e-mail') : `${count(n, 'message')} over ${channelWord(channel)}`;
  return address === '' ? what : `${what} to ${address}`;
}

const states: Record<string, string> = {
  waiting: 'Waiting',
  sending: 'Being sent',
  arrived: 'Arrived',
  'given-up': 'Given up',
  superseded: 'A newer one says more',
  withdrawn: 'Taken back',
};

export const deliveryWord = (state: string) => states[state] ?? state;

/** "30 days before", "12 hours before", "at the end", "2 days after" for b30d, b12h, x0, a2d. */
export function thresholdWord(threshold: string): string {
  if (threshold === 'x0') return 'at the end';
  if (threshold === 'renewed') return 'renewed';
  const parts = /^([ab])(\d+)([dh])$/.exec(threshold);
  if (!parts) return threshold;
  const [, side, n = '', unit] = parts;
  const what = `${n} ${unit === 'd' ? 'day' : 'hour'}${n === '1' ? '' : 's'}`;
  return `${what} ${side === 'b' ? 'before' : 'after'}`;
}

/** The names of thresholds in what a person wrote, with blanks, commas or semicolons in between. */
export const thresholdsIn = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== '');
