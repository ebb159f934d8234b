// The states of an authentication key, worst first, as the backend derives them.

export type KeyState =
  'expired' | 'critical' | 'soon' | 'due' | 'unknown' | 'not-yet-valid' | 'healthy' | 'none';

/** Every state, the most urgent first. */
export const keyStates: readonly KeyState[] = [
  'expired',
  'critical',
  'soon',
  'due',
  'unknown',
  'not-yet-valid',
  'healthy',
  'none',
];

const labels: Record<KeyState, string> = {
  expired: 'Expired',
  critical: 'Critical',
  soon: 'Expires soon',
  due: 'Due',
  unknown: 'Unknown',
  'not-yet-valid': 'Not yet valid',
  healthy: 'Healthy',
  none: 'No key',
};

const meanings: Record<KeyState, string> = {
  expired: 'Portal cannot connect',
  critical: '7 days or less',
  soon: '8 to 30 days left',
  due: '31 to 90 days left',
  unknown: 'Not read for 7 days',
  'not-yet-valid': 'Starts in the future',
  healthy: 'More than 90 days left',
  none: 'Nothing known of a key',
};

/** The state a text names; a state that this version does not know counts as none. */
export function keyState(text: string): KeyState {
  return keyStates.find((state) => state === text) ?? 'none';
}

export const keyStateLabel = (state: KeyState) => labels[state];
export const keyStateMeaning = (state: KeyState) => meanings[state];

/** Sorts the most urgent first. */
export const urgency = (state: string) => keyStates.indexOf(keyState(state));
