import {
  Button,
  Field,
  Radio,
  RadioGroup,
  Switch,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import { keyStoreQuery, portalsQuery, settingsQuery, startQuery } from '../../bridge/queries';
import type { SettingsView } from '../../bridge/types';
import { Card, Fact, Facts } from '../../components/card';
import { Confirm } from '../../components/confirm';
import { Copyable } from '../../components/copy';
import { useTell } from '../../components/feedback';
import { Form, TextField } from '../../components/form';
import { FolderIcon } from '../../components/icons';
import { ErrorNotice, Notice } from '../../components/notice';
import { Page } from '../../components/page';
import { Loaded } from '../../components/states';
import { count } from '../../lib/text';

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '52rem' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

const autostartQuery = queryOptions({
  queryKey: keys.autostart,
  queryFn: () => backend.Settings.Autostart(),
});

/** What a person may set, and where the program keeps its things. */
export function SettingsPage() {
  const styles = useStyles();
  const settings = useQuery(settingsQuery);
  return (
    <Page title="Settings">
      <div className={styles.all}>
        <Loaded query={settings} what="settings">
          {(view) => <Preferences key={JSON.stringify(view)} saved={view} />}
        </Loaded>
        <Background />
        <Storage />
        <Sample />
      </div>
    </Page>
  );
}

function Preferences({ saved }: { saved: SettingsView }) {
  const styles = useStyles();
  const tell = useTell();
  const client = useQueryClient();
  const [form, setForm] = useState(saved);
  const save = useMutation({
    mutationFn: (settings: SettingsView) => backend.Settings.Save(settings),
    onSuccess: (settings) => {
      client.setQueryData(keys.settings, settings);
      void client.invalidateQueries({ queryKey: keys.portals }); // the acting user decides what may be managed
      tell('Settings saved');
    },
  });
  const set = (change: Partial<SettingsView>) => {
    save.reset();
    setForm({ ...form, ...change });
  };
  const changed = JSON.stringify(form) !== JSON.stringify(saved);
  return (
    <Card title="Preferences">
      <Form
        onSubmit={() => {
          if (changed) save.mutate(form);
        }}
      >
        <TextField
          label="Acting user"
          hint="Whose rights apply here. Only owners of a portal’s application may manage it. Until signing in to the cloud is possible, you say who you are."
          value={form.actingUser}
          onValue={(actingUser) => {
            set({ actingUser });
          }}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <Field
          label="Names"
          hint="Which words come first. The other ones stand in the tooltips, and filters find both."
        >
          <RadioGroup
            value={form.names}
            onChange={(_, { value }) => {
              set({ names: value });
            }}
          >
            <Radio value="power-pages" label="Power Pages (table permission, environment)" />
            <Radio
              value="dynamics-365-portals"
              label="Dynamics 365 Portals (entity permission, organization)"
            />
          </RadioGroup>
        </Field>
        <Field label="Theme">
          <RadioGroup
            value={form.theme}
            onChange={(_, { value }) => {
              set({ theme: value });
            }}
          >
            <Radio value="system" label="As the system" />
            <Radio value="light" label="Light" />
            <Radio value="dark" label="Dark" />
            <Radio value="high-contrast" label="High contrast" />
          </RadioGroup>
        </Field>
        {save.error && <ErrorNotice error={save.error} />}
        <div className={styles.actions}>
          <Button appearance="primary" type="submit" disabledFocusable={!changed || save.isPending}>
            {save.isPending ? 'Saving' : 'Save'}
          </Button>
          <Button
            disabledFocusable={!changed || save.isPending}
            onClick={() => {
              save.reset();
              setForm(saved);
            }}
          >
            Undo changes
          </Button>
        </div>
      </Form>
    </Card>
  );
}

/** Whether the program is there without being started by hand. */
function Background() {
  const tell = useTell();
  const client = useQueryClient();
  const autostart = useQuery(autostartQuery);
  const set = useMutation({
    mutationFn: (on: boolean) => backend.Settings.SetAutostart(on),
    onSuccess: (view) => {
      client.setQueryData(keys.autostart, view);
      tell(view.on ? 'Gatehouse starts when you sign in' : 'Gatehouse no longer starts when you sign in');
    },
  });
  return (
    <Card title="In the background">
      <Loaded query={autostart} what="start at sign-in" lines={1}>
        {(view) => (
          <>
            <Field hint={`It stays out of sight, with an icon in the tray. Noted in ${view.where}`}>
              <Switch
                label="Start Gatehouse when I sign in"
                checked={set.isPending ? set.variables : view.on}
                disabled={set.isPending}
                onChange={(_, { checked }) => {
                  set.mutate(checked);
                }}
              />
            </Field>
            {set.error && <ErrorNotice error={set.error} />}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Storage() {
  const styles = useStyles();
  const start = useQuery(startQuery);
  return (
    <Card title="About and storage">
      <Loaded query={start} what="storage">
        {(view) => (
          <>
            <Facts>
              <Fact name="Version">Gatehouse {view.version}</Fact>
              <Fact name="Data folder">
                <Copyable text={view.dataFolder} what="data folder" />
              </Fact>
              <Fact name="Key store">
                <KeyStore />
              </Fact>
            </Facts>
            <div className={styles.actions}>
              <Button icon={<FolderIcon />} onClick={() => void backend.Shell.OpenDataFolder()}>
                Open data folder
              </Button>
            </div>
          </>
        )}
      </Loaded>
    </Card>
  );
}

const keyStores: Record<string, string> = {
  system: 'The system’s key store',
  'sealed-file': 'A sealed file',
  failed: 'Not usable',
};

/** Where private keys are kept, and what is wrong with it. */
function KeyStore() {
  const query = useQuery(keyStoreQuery);
  return (
    <Loaded query={query} what="key store" lines={1}>
      {(store) => (
        <>
          {[keyStores[store.kind] ?? store.kind, store.where].filter(Boolean).join(': ')}
          {store.warning && <Notice intent="warning" title={store.warning} />}
        </>
      )}
    </Loaded>
  );
}

/** Offers to take the sample away where it is loaded. */
function Sample() {
  const styles = useStyles();
  const tell = useTell();
  const client = useQueryClient();
  const samples = (useQuery(portalsQuery).data ?? []).filter((p) => p.sample);
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => backend.Shell.RemoveSample(),
    onSuccess: () => {
      setAsking(false);
      tell('The sample was removed');
      void client.invalidateQueries();
    },
  });
  if (samples.length === 0) return null;
  return (
    <Card title="Sample">
      <Text>{`The sample organization is loaded: ${count(samples.length, 'portal')}.`}</Text>
      <div className={styles.actions}>
        <Button
          onClick={() => {
            setAsking(true);
          }}
        >
          Remove sample…
        </Button>
      </div>
      {asking && (
        <Confirm
          title="Remove the sample?"
          verb="Remove sample"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => {
            setAsking(false);
            remove.reset();
          }}
          onConfirm={() => {
            remove.mutate();
          }}
        >
          <p>{`${count(samples.length, 'sample portal')} and their sites leave Gatehouse. Your own portals stay.`}</p>
        </Confirm>
      )}
    </Card>
  );
}
