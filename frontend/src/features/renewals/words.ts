import type { RenewalView } from '../../bridge/types';

const stages: Record<string, string> = {
  'key-made': 'New key made',
  'private-kept': 'Private part put into the key store',
  published: 'Public part put on the application',
  restarted: 'Portal restarted',
  'signed-in': 'Portal signed in with the new key',
  'old-retired': 'Old key removed',
  'handed-off': 'Handed over to the admin center',
  running: 'Update started',
  'new-key-seen': 'New key seen',
  proven: 'New key proven',
};

/** A stage of an update in words, as something that is done. */
export const stageWord = (name: string) => stages[name] ?? name.replaceAll('-', ' ');

const outcomes: Record<string, string> = {
  'awaiting-confirmation': 'Not started',
  confirmed: 'About to begin',
  submitting: 'Starting',
  'handed-off': 'Waiting for you',
  running: 'Running',
  verifying: 'Proving the new key',
  unknown: 'Outcome not known',
  failed: 'Failed',
  'needs-support': 'Failed three times',
  succeeded: 'Updated',
  cancelled: 'Cancelled',
  abandoned: 'Given up',
};

/** How an update stands, in two or three words. */
export function outcomeWord(op: RenewalView): string {
  if (op.mayConfirm) return 'Interrupted';
  if (op.state === 'succeeded' && op.externally) return 'Updated by somebody else';
  if (op.state === 'succeeded' && op.siteSilent) return 'Updated, site silent';
  return outcomes[op.state] ?? op.state;
}

/** How good or bad an update stands. */
export function moodOf(op: RenewalView): 'good' | 'bad' | 'doubtful' | 'busy' | 'over' {
  if (op.mayConfirm || op.state === 'unknown') return 'doubtful';
  if (op.active) return 'busy';
  if (op.state === 'succeeded') return op.siteSilent ? 'doubtful' : 'good';
  return op.state === 'failed' || op.state === 'needs-support' ? 'bad' : 'over';
}
