import { Button, Field, Select, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { MailView } from '../../bridge/types';
import { Card } from '../../components/card';
import { useTell } from '../../components/feedback';
import { Form, Pair, TextField } from '../../components/form';
import { ErrorNotice } from '../../components/notice';
import { useReminderMutation } from './api';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalS },
});

/** How e-mail is sent. The password goes into the key store and never comes back. */
export function MailServer({ saved }: { saved: MailView }) {
  const styles = useStyles();
  const tell = useTell();
  const [form, setForm] = useState(saved);
  const [password, setPassword] = useState('');
  const [to, setTo] = useState('');
  const save = useReminderMutation(() => backend.Reminders.SaveMail(form, password !== '', password));
  const test = useReminderMutation((address: string) => backend.Reminders.Test('mail', address));
  const set = (change: Partial<MailView>) => {
    save.reset();
    setForm({ ...form, ...change });
  };
  const changed = password !== '' || JSON.stringify(form) !== JSON.stringify(saved);
  return (
    <Card title="Mail server">
      <Form
        onSubmit={() => {
          if (!changed) return;
          save.mutate(undefined, {
            onSuccess: () => {
              tell('The mail server was saved');
            },
          });
        }}
      >
        <Pair>
          <TextField
            label="Server"
            hint="Empty where no e-mail is sent."
            value={form.host}
            onValue={(host) => {
              set({ host });
            }}
            autoComplete="off"
            spellCheck={false}
          />
          <TextField
            label="Port"
            type="number"
            value={form.port === 0 ? '' : String(form.port)}
            onValue={(port) => {
              set({ port: Number(port) });
            }}
          />
        </Pair>
        <Field label="Security">
          <Select
            value={form.security}
            onChange={(_, { value }) => {
              set({ security: value });
            }}
          >
            <option value="starttls">STARTTLS</option>
            <option value="tls">TLS</option>
            <option value="none">None (only for a server on this machine)</option>
          </Select>
        </Field>
        <Pair>
          <TextField
            label="User"
            hint="Empty where the server asks for none."
            value={form.user}
            onValue={(user) => {
              set({ user });
            }}
            autoComplete="off"
            spellCheck={false}
          />
          <TextField
            label="Password"
            hint={
              saved.hasPassword
                ? 'One is in the key store. Enter another one to replace it.'
                : 'It goes into the key store.'
            }
            type="password"
            value={password}
            onValue={setPassword}
            autoComplete="new-password"
          />
        </Pair>
        <TextField
          label="From"
          hint="The address that stands as the sender."
          value={form.from}
          onValue={(from) => {
            set({ from });
          }}
          autoComplete="off"
          spellCheck={false}
        />
        {save.error && <ErrorNotice error={save.error} />}
        <div className={styles.actions}>
          <Button appearance="primary" type="submit" disabledFocusable={!changed || save.isPending}>
            {save.isPending ? 'Saving' : 'Save'}
          </Button>
        </div>
      </Form>
      {saved.host !== '' && (
        <Form
          onSubmit={() => {
            test.mutate(to.trim(), {
              onSuccess: () => {
                tell('The test message was sent', { body: to.trim() });
              },
            });
          }}
        >
          <TextField
            label="Send a test message to"
            hint="With the settings as they are saved."
            value={to}
            onValue={setTo}
            autoComplete="off"
            spellCheck={false}
          />
          {test.error && <ErrorNotice error={test.error} />}
          <div className={styles.actions}>
            <Button type="submit" disabledFocusable={to.trim() === '' || test.isPending}>
              {test.isPending ? 'Sending' : 'Send test message'}
            </Button>
          </div>
        </Form>
      )}
    </Card>
  );
}
