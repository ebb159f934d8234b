import { Button, Switch, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { ReminderChannel, ReminderSettingsView } from '../../bridge/types';
import { Card } from '../../components/card';
import { useTell } from '../../components/feedback';
import { Form, Pair, TextField } from '../../components/form';
import { CloseIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { useReminderMutation } from './api';
import { channelWord, thresholdsIn } from './words';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** The channels, the quiet hours and the times of reminders. */
export function WhenAndHow({
  saved,
  channels,
}: {
  saved: ReminderSettingsView;
  channels: readonly ReminderChannel[];
}) {
  const styles = useStyles();
  const tell = useTell();
  const [off, setOff] = useState(saved.off);
  const [quiet, setQuiet] = useState({ from: saved.quietFrom, until: saved.quietUntil });
  const [thresholds, setThresholds] = useState(saved.thresholds.join(' '));
  const [groups, setGroups] = useState(
    saved.groups.map(({ name, thresholds: times }) => ({ name, times: times.join(' ') })),
  );
  const setGroup = (at: number, change: { name?: string; times?: string }) => {
    setGroups(groups.map((group, i) => (i === at ? { ...group, ...change } : group)));
  };
  const save = useReminderMutation((settings: ReminderSettingsView) =>
    backend.Reminders.SaveSettings(settings),
  );
  const form = {
    ...saved,
    off,
    quietFrom: quiet.from,
    quietUntil: quiet.until,
    thresholds: thresholdsIn(thresholds),
    groups: groups.map(({ name, times }) => ({ name: name.trim(), thresholds: thresholdsIn(times) })),
  };
  const changed = JSON.stringify(form) !== JSON.stringify(saved);
  return (
    <Card title="When and how">
      <Form
        onSubmit={() => {
          if (changed) {
            save.mutate(form, {
              onSuccess: () => {
                tell('Reminder settings saved');
              },
            });
          }
        }}
      >
        <div role="group" aria-label="Channels">
          {channels.map(({ name, addressed }) => (
            <Switch
              key={name}
              checked={!off.includes(name)}
              label={`${channelWord(name)}${addressed ? ', to the people who signed up' : ', on this machine'}`}
              onChange={(_, { checked }) => {
                setOff(checked ? off.filter((o) => o !== name) : [...off, name].sort());
              }}
            />
          ))}
        </div>
        <Pair>
          <TextField
            label="Quiet from"
            hint="Information and warnings wait until the quiet hours are over; urgent and critical reminders never do."
            type="time"
            value={quiet.from}
            onValue={(from) => {
              setQuiet({ ...quiet, from });
            }}
          />
          <TextField
            label="Quiet until"
            type="time"
            value={quiet.until}
            onValue={(until) => {
              setQuiet({ ...quiet, until });
            }}
          />
        </Pair>
        <TextField
          label="Times"
          hint="Empty for the usual ones: 90, 60, 30, 15, 7, 6, 5, 4, 3, 2, 1 days, 12, 6, 3 hours before the end, at the end, and daily for a week after it. Else such as b30d b7d b12h x0 a1d."
          value={thresholds}
          onValue={setThresholds}
          autoComplete="off"
          spellCheck={false}
        />
        {groups.map((group, i) => (
          <Pair key={i}>
            <TextField
              label={`Group ${String(i + 1)}`}
              hint="Portals choose it under Authentication key → Reminders → Times."
              value={group.name}
              onValue={(name) => {
                setGroup(i, { name });
              }}
              autoComplete="off"
              contentAfter={
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<CloseIcon />}
                  aria-label={`Remove group ${group.name || String(i + 1)}`}
                  onClick={() => {
                    setGroups(groups.filter((_, at) => at !== i));
                  }}
                />
              }
            />
            <TextField
              label={`Times of group ${String(i + 1)}`}
              value={group.times}
              onValue={(times) => {
                setGroup(i, { times });
              }}
              autoComplete="off"
              spellCheck={false}
            />
          </Pair>
        ))}
        <div>
          <Button
            size="small"
            onClick={() => {
              setGroups([...groups, { name: '', times: '' }]);
            }}
          >
            Add a group
          </Button>
        </div>
        {save.error && <ErrorNotice error={save.error} />}
        <div className={styles.actions}>
          <Button appearance="primary" type="submit" disabledFocusable={!changed || save.isPending}>
            {save.isPending ? 'Saving' : 'Save'}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
