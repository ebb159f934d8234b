import type { Backend } from '../contract';
import type {
  ActivityView,
  AutostartView,
  KeyStoreView,
  KeyView,
  PortalForm,
  PortalView,
  SettingsView,
  SnapshotRow,
  StartView,
} from '../types';
import { accessTo } from './access';
import { largeWorld, sampleWorld, type World } from './access-world';
import { certificateIn, inspectionOf, summaries } from './answers';
import { fault } from './fault';
import { check, guid, key, manyPortals, noKey, portal, samplePortals, unread, watched } from './portals';
import { FakeReminders } from './reminders';
import { FakeRenewals } from './renewals';
import { site, snapshot } from './site';
import { Wire } from './wire';

/** What a twin starts with. */
export interface Scenario {
  name: 'empty' | 'sample' | 'large' | 'failing';
  now?: number; // milliseconds; the wall clock when left out
  delay?: number; // milliseconds before every answer
  settingCount?: number; // site settings per site
  theme?: string;
  pace?: number; // milliseconds for each stage of an update; without it, tests move updates on
}

/** A stand-in for the Go side that keeps its data in memory and can be told to fail. */
export class Twin extends Wire {
  private readonly scenario: Scenario;
  private portals: PortalView[] = [];
  private activity: ActivityView[] = [];
  private settings: SettingsView = {
    actingUser: 'alex@contoso.example',
    names: 'power-pages',
    theme: 'system',
  };
  private autostart: AutostartView = {
    on: false,
    where: 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run',
  };
  private stopRunning: (() => void) | undefined;
  private sites = new Set<string>();
  private described = new Map<string, { name: string; note: string }>();
  private deleted = new Set<string>();
  private judged: World | undefined;
  private next = 5000;

  readonly renewals: FakeRenewals;
  readonly reminders: FakeReminders;
  /** What the next native dialog returns. */
  chosen = '';
  /** Keeps Inspect and Import unanswered until Cancel or `finish`. */
  hold = false;
  finish: (() => void) | undefined;
  /** How many records of large files a held reading tells of. */
  recordsRead = 0;
  /** What an import adds to its outcome. */
  importNote = '';
  keyStoreWarning = '';
  /** Whether the first answer comes before the key store's. */
  lookingForKeyStore = false;
  openPath = '';
  /** Updates whose records could not be read when the program was opened. */
  setAside: StartView['setAside'] = [];

  constructor(scenario: Scenario) {
    super(scenario.delay ?? 0);
    this.scenario = scenario;
    this.settings.theme = scenario.theme ?? 'system';
    this.renewals = new FakeRenewals({
      now: () => this.now,
      actor: () => this.settings.actingUser,
      portal: (id) => this.find(id),
      renewed: (id, fresh) => {
        this.renew(id, fresh);
      },
      told: (action, id) => {
        if (action !== '') this.note(action, this.find(id));
        this.emit('renewals', id);
        if (action !== '') this.emit('activity', id);
      },
      chosen: () => this.chosen,
      pace: scenario.pace ?? 0,
    });
    this.reminders = new FakeReminders({
      now: () => this.now,
      portals: () => this.portals,
      mute: (id, muted) => {
        this.portals = this.portals.map((p) => (p.id === id ? { ...p, muted } : p));
        this.emit('portals', id);
      },
      told: () => {
        this.emit('reminders');
      },
    });
    this.app = this.bind();
    const { actingUser } = this.settings;
    if (scenario.name === 'sample') this.portals = samplePortals(actingUser, this.now);
    if (scenario.name === 'large') this.portals = manyPortals(5000, actingUser, this.now);
    for (const p of this.portals) if (p.hasSite) this.sites.add(p.id);
    const actions = ['portal.provisioned', 'site.imported', 'portal.changed', 'owner.added', 'key.imported'];
    const log = scenario.name === 'large' ? 450 : this.portals.length * 3;
    for (let i = log - 1; i >= 0 && this.portals.length > 0; i--) {
      const p = this.portals[i % this.portals.length];
      const action = actions[i % actions.length] ?? 'portal.changed';
      if (p) this.note(action, p, i * 9 * 3_600_000 + 600_000);
    }
    if (scenario.name === 'sample') this.reminders.furnish();
    if (scenario.name === 'failing') {
      this.fail(
        'Shell.Start',
        fault('conflict', 'The database is in use by another program.', {
          hint: 'Close the other Gatehouse window or command, then try again.',
          file: 'C:\\Users\\alex\\AppData\\Roaming\\Gatehouse\\gatehouse.db',
          reference: 'K7QX2M',
        }),
      );
    }
  }

  private get now(): number {
    return this.scenario.now ?? Date.now();
  }

  /** Lets the watched certificate of a portal be unreadable for so many days. */
  unreadable(name: string, days: number): void {
    this.portals = this.portals.map((p) => (p.name === name ? unread(p, days, this.now) : p));
    this.emit('portals');
  }

  private note(action: string, p: PortalView | undefined, ago = 0): void {
    this.activity.unshift({
      sequence: this.activity.length + 1,
      at: new Date(this.now - ago).toISOString(),
      actor: this.settings.actingUser,
      action,
      portalId: p?.id ?? '',
      portalName: p?.name ?? '',
      summary: summaries[action] ?? action,
    });
  }

  private find(id: string): PortalView {
    const found = this.portals.find((p) => p.id === id);
    if (!found) throw fault('not_found', 'This portal is not in the inventory any more.', { final: true });
    return found;
  }

  private change(
    id: string,
    version: number,
    action: string,
    edit: (p: PortalView) => PortalView,
  ): PortalView {
    const old = this.find(id);
    if (old.version !== version) {
      throw fault('conflict', 'The portal was changed meanwhile.', {
        hint: 'Look at it again, then repeat the change.',
      });
    }
    const changed = { ...edit(old), version: version + 1, changedAt: new Date(this.now).toISOString() };
    this.portals = this.portals.map((p) => (p.id === id ? changed : p));
    this.note(action, changed);
    this.emit('portals', id);
    this.emit('activity', id);
    return changed;
  }

  private add(form: PortalForm, origin: 'local' | 'watched'): PortalView {
    check(form);
    const n = this.next++;
    const made: PortalView = {
      ...portal(
        {
          n,
          name: form.name,
          organization: form.organizationName,
          origin,
          daysLeft: origin === 'local' ? 730.4 : 200.2,
          owners: [this.settings.actingUser],
        },
        this.settings.actingUser,
        this.now,
      ),
      url: form.url,
      organizationUrl: form.organizationUrl,
      tenantId: form.tenantId,
      version: 1,
    };
    this.portals = [...this.portals, made];
    this.note(origin === 'local' ? 'portal.provisioned' : 'portal.watched', made);
    this.emit('portals', made.id);
    this.emit('activity', made.id);
    return made;
  }

  /** Waits while `hold` is set; Cancel rejects, `finish` lets it go on. */
  private async held(): Promise<void> {
    this.emit('import-progress', { stage: 'reading', done: 120, total: 269, records: this.recordsRead });
    if (!this.hold) return;
    await new Promise<void>((resolve, refuse) => {
      this.finish = resolve;
      this.stopRunning = () => {
        refuse(fault('canceled', 'The work was stopped before it was finished.'));
      };
    });
  }

  /** The bound structs. */
  readonly app: Backend;

  private bind(): Backend {
    return this.guard({
      Shell: {
        Start: async () => ({
          version: '0.1.0',
          dataFolder: 'C:\\Users\\alex\\AppData\\Roaming\\Gatehouse',
          settings: this.settings,
          keyStore: this.lookingForKeyStore ? { kind: 'looking', where: '', warning: '' } : this.keyStore,
          portals: this.portals,
          activity: this.activity.slice(0, 8),
          hasSample: this.portals.some((p) => p.sample),
          openPath: this.openPath,
          setAside: this.setAside,
        }),
        KeyStore: async () => this.keyStore,
        ChooseFolder: async () => this.chosen,
        ChooseCertificate: async () => this.chosen,
        ChooseSiteFile: async () => this.chosen,
        OpenDataFolder: async () => undefined,
        OpenURL: async () => undefined,
        Painted: async () => undefined,
        LoadSample: async () => {
          this.portals = samplePortals(this.settings.actingUser, this.now).map((p) => ({
            ...p,
            sample: true,
          }));
          for (const p of this.portals) if (p.hasSite) this.sites.add(p.id);
          this.portals.forEach((p) => {
            this.note('portal.provisioned', p);
          });
          this.emit('portals');
          this.emit('activity');
        },
        RemoveSample: async () => {
          this.portals = this.portals.filter((p) => !p.sample);
          this.emit('portals');
        },
        LogReference: async () => 'PAGE42',
      },
      Portals: {
        List: async () => this.portals,
        Export: async (ids, format) => this.export(ids, format),
        Get: async (id) => this.find(id),
        Provision: async (form) => this.add(form, 'local'),
        Watch: async (form, certificate) => {
          certificateIn(certificate, this.now);
          const made = this.add(form, 'watched');
          const seen = { ...made, certificate: watched(certificate.path, this.now) };
          this.portals = this.portals.map((p) => (p.id === made.id ? seen : p));
          return seen;
        },
        ImportKey: async (id, certificate) => {
          certificateIn(certificate, this.now);
          const fresh = key(77, 200.2, this.now, 'certificate-file');
          const { path } = certificate;
          return this.change(id, this.find(id).version, 'key.imported', (p) => {
            const seen = path === '' ? p : { ...p, certificate: watched(path, this.now) };
            const [known] = p.keys;
            // A file that is called so holds the certificate that is known already.
            if (known && path.includes('moved')) return { ...seen, key: { ...known, others: p.key.others } };
            return { ...seen, key: { ...fresh, others: p.keys.length }, keys: [fresh, ...p.keys] };
          });
        },
        ReadCertificate: async (form) => certificateIn(form, this.now),
        Update: async (id, version, form) => {
          check(form);
          return this.change(id, version, 'portal.changed', (p) => ({
            ...p,
            name: form.name,
            url: form.url,
            organization: form.organizationName,
            organizationUrl: form.organizationUrl,
            tenantId: form.tenantId,
          }));
        },
        AddOwner: async (id, version, owner) =>
          this.change(id, version, 'owner.added', (p) => {
            if (!owner.includes('@')) throw fault('invalid', 'An owner is named like an e-mail address.');
            return {
              ...p,
              application: p.application && { ...p.application, owners: [...p.application.owners, owner] },
            };
          }),
        RemoveOwner: async (id, version, owner) =>
          this.change(id, version, 'owner.removed', (p) => ({
            ...p,
            application: p.application && {
              ...p.application,
              owners: p.application.owners.filter((o) => o !== owner),
            },
          })),
        Retire: async (id, version) =>
          this.change(id, version, 'portal.retired', (p) => ({ ...p, state: 'retired' })),
        Restore: async (id, version) =>
          this.change(id, version, 'portal.restored', (p) => ({ ...p, state: 'active' })),
        Remove: async (id) => {
          this.note('portal.removed', this.find(id));
          this.portals = this.portals.filter((p) => p.id !== id);
          this.emit('portals', id);
          this.emit('activity', id);
        },
      },
      Access: accessTo(
        () => this.world,
        () => this.now,
      ),
      Snapshots: {
        Inspect: async (path) => {
          await this.held();
          return inspectionOf(path, this.portals, this.now);
        },
        Import: async (form) => {
          await this.held();
          const found = inspectionOf(form.path, this.portals, this.now).sites;
          return form.sites.map((wanted) => {
            const one = found.find((s) => s.root === wanted.root);
            const target = wanted.portalId || (one?.portalId ?? '');
            const old = this.portals.find((p) => p.id === target);
            const made = old ?? {
              ...portal(
                { n: this.next++, name: one?.name ?? '', organization: '', origin: 'imported' },
                this.settings.actingUser,
                this.now,
              ),
              key: noKey,
            };
            const after = { ...made, hasSite: true, websiteId: one?.websiteId ?? '' };
            this.portals = old
              ? this.portals.map((p) => (p.id === old.id ? after : p))
              : [...this.portals, after];
            const unchanged = this.sites.has(made.id);
            this.sites.add(made.id);
            this.note('site.imported', after);
            this.emit('portals', made.id);
            this.emit('snapshots', made.id);
            this.emit('activity', made.id);
            return {
              portalId: made.id,
              portalName: made.name,
              snapshotId: guid(this.next++, 50),
              unchanged,
              newPortal: !old,
              note: this.importNote,
            };
          });
        },
        Cancel: async () => {
          this.stopRunning?.();
        },
        List: async (id) => (this.sites.has(id) ? this.history(id) : []),
        Describe: async (id, name, note) => {
          this.described.set(id, { name, note });
          this.emit('snapshots');
          const row = this.known(id);
          if (!row) throw fault('not_found', 'There is no such snapshot.');
          return row;
        },
        Delete: async (id) => {
          this.deleted.add(id);
          this.emit('snapshots');
        },
        Export: async (id) => (this.chosen === '' ? '' : this.exported(id, this.chosen)),
        ExportTo: async (id, path) => this.exported(id, path),
        Latest: async (id) => {
          if (!this.sites.has(id)) throw fault('not_found', 'No site was imported for this portal yet.');
          return site(id, this.now, this.settingCount);
        },
        Get: async (id) => site(id, this.now, this.settingCount),
      },
      Activity: {
        List: async ({ portalId, before, limit }) => {
          const fitting = this.activity.filter(
            (a) => (portalId === '' || a.portalId === portalId) && (before === 0 || a.sequence < before),
          );
          return { entries: fitting.slice(0, limit), more: fitting.length > limit };
        },
      },
      Settings: {
        Get: async () => this.settings,
        Save: async (settings) => {
          if (settings.actingUser.trim() === '') throw fault('invalid', 'The acting user is missing.');
          this.settings = settings;
          this.note('settings.changed', undefined);
          this.emit('settings');
          return settings;
        },
        Autostart: async () => this.autostart,
        SetAutostart: async (on) => (this.autostart = { ...this.autostart, on }),
      },
      Renewals: this.renewals.bound,
      Reminders: this.reminders.bound,
    });
  }

  /** Gives a portal a new key, as an update does. */
  private renew(id: string, fresh: KeyView): void {
    this.portals = this.portals.map((p) => {
      if (p.id !== id) return p;
      const older = p.origin === 'local' ? [] : p.keys;
      return { ...p, key: { ...fresh, others: older.length }, keys: [fresh, ...older] };
    });
    this.emit('portals', id);
    this.emit('reminders');
  }

  /** A portal's snapshots, newest first. */
  private history(portalId: string): SnapshotRow[] {
    return [1, 2]
      .map((n) => snapshot(portalId, this.now - (n - 1) * 30 * 86_400_000, this.settingCount, n))
      .filter((row) => !this.deleted.has(row.id))
      .map((row) => ({ ...row, ...this.described.get(row.id) }));
  }

  private known(id: string): SnapshotRow | undefined {
    return [...this.sites].flatMap((portalId) => this.history(portalId)).find((row) => row.id === id);
  }

  private get world(): World {
    const found = site(guid(2), this.now, this.settingCount);
    this.judged ??= this.scenario.name === 'large' ? largeWorld(found) : sampleWorld(found);
    return this.judged;
  }

  /** What was exported last, in its order. */
  exportedPortals: string[] = [];

  private export(ids: string[], format: string): string {
    this.exportedPortals = ids.map((id) => this.find(id).name);
    return this.chosen === '' ? '' : `${this.chosen}/portals.${format}`;
  }

  private exported(id: string, path: string): string {
    if (!this.known(id)) throw fault('not_found', 'There is no such snapshot.');
    if (path.includes('taken')) throw fault('conflict', `There is a file ${path} already.`);
    return path.endsWith('.gatehouse') ? path : `${path}.gatehouse`;
  }

  private get keyStore(): KeyStoreView {
    return { kind: 'system', where: 'Windows Credential Manager', warning: this.keyStoreWarning };
  }

  private get settingCount(): number {
    return this.scenario.settingCount ?? (this.scenario.name === 'large' ? 5000 : 10);
  }
}
