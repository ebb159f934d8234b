import type { Backend } from '../contract';
import type { AttemptView, KeyView, OtherKeyView, PortalView, RenewalView } from '../types';
import { fault } from './fault';
import { guid, key } from './portals';

/** What the updates of keys need from the rest of the twin. */
export interface Host {
  now: () => number;
  actor: () => string;
  portal: (id: string) => PortalView; // throws where there is none
  renewed: (id: string, fresh: KeyView) => void;
  told: (action: string, portalId: string) => void; // what changed is told to the pages
  chosen: () => string; // the next answer of a native dialog
  pace: number; // milliseconds for a stage, 0 where a test moves on by itself
}

const minute = 60_000;
const adminCenter = 'https://admin.powerplatform.example/portals';

const localStages = ['key-made', 'private-kept', 'published', 'restarted', 'signed-in', 'old-retired'];
const otherStages = ['handed-off', 'running', 'new-key-seen', 'proven'];
const over = ['succeeded', 'cancelled', 'abandoned'];
const newestOf =
  ({ portalId }: RenewalView) =>
  (op: RenewalView) =>
    op.portalId === portalId;
const held = ['confirmed', 'submitting', 'handed-off', 'running', 'verifying', 'unknown'];

const sentences: Record<string, string> = {
  confirmed: 'The update is about to begin.',
  submitting: 'The update is being started.',
  'handed-off': 'Choose Update key in the admin center.',
  running: 'The update is running.',
  verifying: 'A new key was seen. It is being proven.',
  unknown: 'Nobody can say yet whether the update happens. Gatehouse keeps looking at the key.',
  failed: 'The update failed. The portal still connects with its old key as long as that is valid.',
  'needs-support':
    'The update failed three times. A support bundle helps those who look into it; you can still retry.',
  succeeded: 'The key was updated.',
  cancelled: 'The update was cancelled. Nothing was changed.',
  abandoned: 'The update was given up. A new key is noticed as any other.',
};

/** The updates of keys, kept in memory. They move on by themselves or, in tests, when they are told to. */
export class FakeRenewals {
  private readonly host: Host;
  private next = 1;
  /** All updates, newest first. */
  all: RenewalView[] = [];
  /** Where the certificates of portals hosted elsewhere are watched; '' for nowhere. */
  watchedAt = '/srv/keys/portal.pem';
  /** Keys that came without an update, of every portal. */
  otherKeys: OtherKeyView[] = [];
  /** Why local portals do not use their newest key; '' where they do. */
  passedOver = '';
  /** Whether the watched certificate can be read. */
  readable = true;

  constructor(host: Host) {
    this.host = host;
  }

  /** The newest update of a portal. */
  of(portalId: string): RenewalView {
    const found = this.all.find((op) => op.portalId === portalId);
    if (!found) throw fault('not_found', 'There is no such update.');
    return found;
  }

  /** Reaches the next stage; after the last one the update has succeeded. */
  advance(portalId: string): void {
    const op = this.of(portalId);
    if (!op.active) return;
    const stage = last(op).stages.find(({ at }) => at === '');
    if (!stage) return;
    stage.at = this.time();
    const fresh = this.fresh(op);
    if (stage.name === 'published' || stage.name === 'new-key-seen') {
      last(op).newThumbprint = fresh.thumbprint;
      last(op).newExpires = fresh.expires;
    }
    const over = last(op).stages.every(({ at }) => at !== '');
    if (over) this.host.renewed(portalId, fresh);
    this.move(op, over ? 'succeeded' : stage.name === 'new-key-seen' ? 'verifying' : 'running');
  }

  /** The current attempt fails. */
  breakDown(portalId: string, problem = 'The portal did not sign in with the new key.'): void {
    const op = this.of(portalId);
    Object.assign(last(op), {
      problem,
      offer: 'Retry; the old key works until it expires.',
      reference: `r-${String(op.attempts.length)}7c1`,
    });
    this.move(op, op.attempts.length >= 3 ? 'needs-support' : 'failed');
  }

  /** The current attempt began so many minutes earlier. */
  age(portalId: string, minutes: number): void {
    const op = this.of(portalId);
    last(op).beganAt = new Date(this.host.now() - minutes * minute).toISOString();
    op.patience = minutes >= 15 ? 'check' : minutes >= 7 ? 'longer' : 'usual';
    this.host.told('', op.portalId);
  }

  /**
   * The program was stopped before the update began. Within ten minutes it still holds its portal, later it is back in
   * the dialog.
   */
  interrupt(portalId: string, minutesAgo = 1): void {
    const op = this.of(portalId);
    const late = minutesAgo >= 10;
    this.move(op, late ? 'awaiting-confirmation' : 'confirmed');
    op.interrupted = late;
    last(op).endedAt = '';
    last(op).stages.forEach((stage) => (stage.at = ''));
    op.mayConfirm = true;
    op.sentence = 'The program stopped before the update began. Nothing was changed; say whether to go on.';
    this.host.told('', portalId);
  }

  /** An update that is over, for a history. */
  past(portalId: string, daysAgo: number, outcome: string): void {
    const portal = this.host.portal(portalId);
    const at = this.host.now() - daysAgo * 1440 * minute;
    const op = this.open(portal, at);
    const seen = last(op);
    const stages = outcome === 'succeeded' ? seen.stages : seen.stages.slice(0, 3);
    stages.forEach((stage, i) => (stage.at = new Date(at + i * 2500).toISOString()));
    if (outcome === 'failed') {
      seen.problem = 'The portal did not sign in with the new key.';
      seen.offer = 'Retry; the old key works until it expires.';
    } else if (outcome === 'succeeded') {
      seen.newThumbprint = portal.key.thumbprint;
      seen.newExpires = portal.key.expires;
      seen.oldThumbprint = key(this.next + 300, 3, at).thumbprint;
    }
    this.all.push(op);
    this.move(op, outcome, new Date(at + 15_000).toISOString());
  }

  /** The bound struct. */
  readonly bound: Backend['Renewals'] = {
    Connection: async (id) => {
      const { key, origin, name } = this.host.portal(id);
      const none = { state: '', sentence: '', hint: '', since: '', until: '', thumbprint: '' };
      if (origin !== 'local') return none;
      const since = new Date(this.host.now() - 600_000).toISOString();
      return key.state === 'expired'
        ? {
            ...none,
            state: 'refused',
            sentence: `The organization refuses ${name}: The key ${key.thumbprint} has expired.`,
            hint: 'Update the authentication key of the portal.',
            since,
            thumbprint: key.thumbprint,
          }
        : {
            ...none,
            state: 'signed-in',
            sentence: this.passedOver
              ? `Signed in to its organization with an older key. ${this.passedOver}`
              : 'Signed in to its organization.',
            hint: this.passedOver ? 'Update the key.' : '',
            since,
            thumbprint: key.thumbprint,
          };
    },
    Preview: async (id) => {
      const portal = this.host.portal(id);
      const local = portal.origin === 'local';
      const again = this.again(id);
      const failed = again?.mayRetry ? again.attempts.length : 0;
      const first = failed
        ? [`The last update failed ${times(failed)}. This retries it: attempt ${String(failed + 1)}.`]
        : again
          ? ['The update that was interrupted before it began goes on.']
          : [];
      return {
        portalId: id,
        portalName: portal.name,
        driver: local ? 'local' : 'assisted',
        page: local ? '' : adminCenter,
        key: portal.key,
        retry: failed > 0,
        steps: [...first, ...(local ? localSteps(portal.name) : otherSteps(portal.name, this.toDo()))],
        warnings:
          local || this.readable
            ? []
            : [{ message: `${this.watchedAt} is not there.`, hint: 'Put the certificate there again.' }],
        obstacles: this.obstacles(portal),
      };
    },
    Start: async (id) => {
      const portal = this.host.portal(id);
      const [obstacle] = this.obstacles(portal);
      if (obstacle) throw fault('conflict', obstacle.message, { hint: obstacle.hint });
      const again = this.again(id);
      if (again) return again.mayRetry ? this.bound.Retry(again.id) : this.bound.Confirm(again.id);
      const op = this.open(portal, this.host.now());
      this.all.unshift(op);
      this.begin(op, 'key.update.started');
      return op;
    },
    Get: async (id) => this.one(id),
    History: async (portalId) => this.all.filter((op) => op.portalId === portalId),
    OtherKeys: async () => this.otherKeys,
    Pending: async () =>
      this.all.filter((op, i) => !over.includes(op.state) && this.all.findIndex(newestOf(op)) === i),
    Confirm: async (id) => {
      const op = this.one(id);
      this.begin(op, 'key.update.started');
      return op;
    },
    Retry: async (id) => {
      const op = this.one(id);
      if (!op.mayRetry) throw fault('conflict', 'The update goes on already.');
      op.attempts.push(this.attempt(this.host.portal(op.portalId), this.host.now()));
      this.begin(op, 'key.update.retried');
      return op;
    },
    Cancel: async (id) => this.end(id, 'cancelled'),
    GiveUp: async (id) => this.end(id, 'abandoned'),
    ReportStarted: async (id) => {
      const op = this.one(id);
      this.advance(op.portalId);
      return op;
    },
    Look: async (id) => {
      this.one(id);
    },
    OpenPage: async (id) => {
      if (this.one(id).page === '') throw fault('conflict', 'Gatehouse itself updates this key.');
    },
    SupportBundle: async (id) => bundle(this.one(id)),
    SaveSupportBundle: async (id) => {
      this.one(id);
      return this.host.chosen();
    },
  };

  private time(): string {
    return new Date(this.host.now()).toISOString();
  }

  private fresh(op: RenewalView): KeyView {
    const { origin } = this.host.portal(op.portalId);
    const source = origin === 'local' ? 'generated' : 'certificate-file';
    return key(400 + Number(op.id.slice(-3)), 730.4, this.host.now(), source);
  }

  private one(id: string): RenewalView {
    const found = this.all.find((op) => op.id === id);
    if (!found) throw fault('not_found', 'There is no such update.');
    return found;
  }

  /** The newest update of a portal where it goes on instead of a new one. */
  private again(portalId: string): RenewalView | undefined {
    const newest = this.all.find((op) => op.portalId === portalId);
    return newest?.mayRetry || newest?.state === 'awaiting-confirmation' ? newest : undefined;
  }

  private toDo(): string {
    return this.watchedAt === ''
      ? 'Import the certificate of the new key then: nothing is watched for this portal.'
      : `Put the certificate of the new key at ${this.watchedAt}.`;
  }

  private obstacles(portal: PortalView) {
    const list = [];
    if (this.all.some((op) => op.portalId === portal.id && op.active)) {
      list.push({
        message: `The key of ${portal.name} is being updated already.`,
        hint: 'Look at how the update goes.',
      });
    }
    if (!portal.mayManage) {
      list.push({ message: portal.manageReason, hint: 'Ask an owner of the application to add you.' });
    }
    if (portal.state === 'retired') {
      list.push({ message: `${portal.name} is retired.`, hint: 'Restore it first.' });
    }
    return list;
  }

  private open(portal: PortalView, at: number): RenewalView {
    const local = portal.origin === 'local';
    const n = this.next++;
    return {
      id: `${guid(n, 60).slice(0, -3)}${String(n).padStart(3, '0')}`,
      portalId: portal.id,
      portalName: portal.name,
      driver: local ? 'local' : 'assisted',
      state: 'awaiting-confirmation',
      sentence: '',
      active: false,
      since: new Date(at).toISOString(),
      openedAt: new Date(at).toISOString(),
      openedBy: this.host.actor(),
      page: local ? '' : adminCenter,
      patience: 'usual',
      externally: false,
      siteSilent: false,
      interrupted: false,
      attempts: [this.attempt(portal, at)],
      mayConfirm: false,
      mayRetry: false,
      mayCancel: false,
      mayReportStarted: false,
      mayGiveUp: false,
      mayLook: false,
      hasBundle: false,
    };
  }

  private attempt(portal: PortalView, at: number): AttemptView {
    const names = portal.origin === 'local' ? localStages : otherStages;
    return {
      by: this.host.actor(),
      beganAt: new Date(at).toISOString(),
      endedAt: '',
      notBefore: '',
      nextLookAt: '',
      oldThumbprint: portal.key.thumbprint,
      oldExpires: portal.key.expires,
      newThumbprint: '',
      newExpires: '',
      stages: names.map((name) => ({ name, at: '' })),
      problem: '',
      offer: '',
      reference: '',
    };
  }

  private begin(op: RenewalView, action: string): void {
    if (op.driver === 'local') {
      this.move(op, 'submitting');
    } else {
      const [first] = last(op).stages;
      if (first) first.at = this.time();
      this.move(op, 'handed-off');
    }
    this.host.told(action, op.portalId);
    if (this.host.pace > 0 && op.driver === 'local') this.walk(op.portalId);
  }

  private walk(portalId: string): void {
    setTimeout(() => {
      this.advance(portalId);
      if (this.of(portalId).active) this.walk(portalId);
    }, this.host.pace);
  }

  private end(id: string, state: string): RenewalView {
    const op = this.one(id);
    this.move(op, state);
    return op;
  }

  /** Puts an update into a state, with what a person may choose in it. */
  private move(op: RenewalView, state: string, at = this.time()): void {
    const active = held.includes(state);
    Object.assign(op, {
      state,
      active,
      since: at,
      sentence:
        op.driver === 'assisted' && ['handed-off', 'running', 'unknown'].includes(state)
          ? `${sentences[state] ?? ''} ${this.toDo()}`
          : (sentences[state] ?? ''),
      mayConfirm: false,
      mayRetry: state === 'failed' || state === 'needs-support',
      mayCancel: state === 'confirmed' || state === 'awaiting-confirmation',
      mayReportStarted: state === 'handed-off',
      mayGiveUp: state === 'handed-off' || state === 'unknown',
      mayLook: active && state !== 'confirmed' && state !== 'submitting',
      hasBundle: state === 'needs-support',
    });
    if (!active) last(op).endedAt = at;
    this.host.told(active ? '' : `key.update.${state === 'needs-support' ? 'failed' : state}`, op.portalId);
  }
}

function last(op: RenewalView): AttemptView {
  const found = op.attempts[op.attempts.length - 1];
  if (!found) throw new Error('an update has an attempt');
  return found;
}

const times = (n: number) => (n === 1 ? 'once' : `${String(n)} times`);

const localSteps = (name: string) => [
  'The update runs in the background and takes a few seconds. You can go on working meanwhile.',
  `${name} restarts once. Whoever is on it may have to wait for a moment.`,
  'The new key is valid for two years. The old one works until the portal has signed in with the new one, and is removed then.',
];

const otherSteps = (name: string, toDo: string) => [
  'The admin center opens. Choose Update key there.',
  `${toDo} Gatehouse proves the key then, and says so.`,
  'The update runs in the background and takes five to seven minutes where Microsoft hosts the portal. You can close the window meanwhile.',
  `${name} restarts once. Whoever is on it may have to wait for a moment.`,
  'The new key is valid for two years more.',
];

const bundle = (op: RenewalView) =>
  [
    'Gatehouse support bundle',
    `Update ${op.id} of ${op.portalName}`,
    ...op.attempts.flatMap((a, i) => [
      '',
      `Attempt ${String(i + 1)}, began ${a.beganAt}`,
      `  old key ${a.oldThumbprint}`,
      `  problem: ${a.problem || 'none'}`,
      `  reference: ${a.reference || 'none'}`,
    ]),
    '',
    'Names of people and private keys are not in this text.',
  ].join('\n');
