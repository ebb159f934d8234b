import { Button, Switch, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { PersonView } from '../../bridge/types';
import { Card } from '../../components/card';
import { useTell } from '../../components/feedback';
import { TextField } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { AddPersonIcon, MailIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { Empty } from '../../components/states';
import { useReminderMutation } from './api';

const useStyles = makeStyles({
  list: { display: 'grid', listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content max-content',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTopStyle: 'none' },
  },
  names: { display: 'grid', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

const nobody: PersonView = { id: '', name: '', address: '', all: true, organizations: [] };

/** Who gets reminders by e-mail, and for which organizations. */
export function People({ people }: { people: readonly PersonView[] }) {
  const styles = useStyles();
  const tell = useTell();
  const [editing, setEditing] = useState<PersonView>();
  const signOff = useReminderMutation((id: string) => backend.Reminders.SignOff(id));
  return (
    <Card
      title="People who get e-mail"
      actions={
        <Button
          size="small"
          icon={<AddPersonIcon />}
          onClick={() => {
            setEditing(nobody);
          }}
        >
          Sign up
        </Button>
      }
    >
      {signOff.error && <ErrorNotice error={signOff.error} />}
      {people.length === 0 ? (
        <Empty icon={<MailIcon />} title="Nobody has signed up">
          Reminders go to the people of an organization by e-mail once a mail server is known.
        </Empty>
      ) : (
        <ul className={styles.list}>
          {people.map((person) => (
            <li key={person.id} className={styles.row}>
              <span className={styles.names}>
                {person.name || person.address}
                <span className={styles.quiet}>
                  {person.name && `${person.address} · `}
                  {person.all ? 'all organizations' : person.organizations.join(', ')}
                </span>
              </span>
              <Button
                size="small"
                aria-label={`Change ${person.address}`}
                onClick={() => {
                  setEditing(person);
                }}
              >
                Change
              </Button>
              <Button
                size="small"
                aria-label={`Sign off ${person.address}`}
                disabledFocusable={signOff.isPending}
                onClick={() => {
                  signOff.mutate(person.id, {
                    onSuccess: () => {
                      tell(`${person.address} gets no more e-mail`);
                    },
                  });
                }}
              >
                Sign off
              </Button>
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <PersonDialog
          person={editing}
          onClose={() => {
            setEditing(undefined);
          }}
        />
      )}
    </Card>
  );
}

function PersonDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const tell = useTell();
  const [form, setForm] = useState(person);
  const [organizations, setOrganizations] = useState(person.organizations.join(', '));
  const sign = useReminderMutation((of: PersonView) => backend.Reminders.SignUp(of));
  return (
    <FormDialog
      title={person.id === '' ? 'Sign up for e-mail' : 'Change who gets e-mail'}
      verb={person.id === '' ? 'Sign up' : 'Save'}
      running="Saving"
      busy={sign.isPending}
      error={sign.error}
      onClose={onClose}
      onSubmit={() => {
        const named = organizations
          .split(',')
          .map((o) => o.trim())
          .filter(Boolean);
        sign.mutate(
          { ...form, organizations: form.all ? [] : named },
          {
            onSuccess: ({ address }) => {
              onClose();
              tell(`${address} gets reminders by e-mail`);
            },
          },
        );
      }}
    >
      <TextField
        label="E-mail address"
        value={form.address}
        onValue={(address) => {
          setForm({ ...form, address });
        }}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        required
      />
      <TextField
        label="Name"
        value={form.name}
        onValue={(name) => {
          setForm({ ...form, name });
        }}
        autoComplete="off"
      />
      <Switch
        label="For all organizations"
        checked={form.all}
        onChange={(_, { checked }) => {
          setForm({ ...form, all: checked });
        }}
      />
      {!form.all && (
        <TextField
          label="Organizations"
          hint="Their addresses, or names where they have none, with commas in between."
          value={organizations}
          onValue={setOrganizations}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </FormDialog>
  );
}
