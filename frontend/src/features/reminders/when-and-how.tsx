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

const atEnd = 'x0';

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
  const [half, setHalf] = useState(false); // only one end of the quiet hours was entered
  const [thresholds, setThresholds] = useState(saved.thresholds.join(' '));
  const [withoutEnd, setWithoutEnd] = useState(saved.withoutEnd);
  const own = thresholdsIn(thresholds);
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
    thresholds: own,
    withoutEnd: own.length === 0 && withoutEnd,
    groups: groups.map(({ name, times }) => ({ name: name.trim(), thresholds: thresholdsIn(times) })),
  };
  const changed = JSON.stringify(form) !== JSON.stringify(saved);
  return (
    <Card title="When and how">
      <Form
        onSubmit={() => {
          const missing = (quiet.from === '') !== (quiet.until === '');
          setHalf(missing);
          if (changed && !missing) {
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
            error={half && quiet.from === '' ? 'Say when they begin, or leave both empty.' : undefined}
            onValue={(from) => {
              setQuiet({ ...quiet, from });
            }}
          />
          <TextField
            label="Quiet until"
            type="time"
            value={quiet.until}
            error={half && quiet.until === '' ? 'Say when they end, or leave both empty.' : undefined}
            onValue={(until) => {
              setQuiet({ ...quiet, until });
            }}
          />
        </Pair>
        <TextField
          label="Times"
          hint="Empty for the usual ones: 90, 60, 30, 15, 7, 6, 5, 4, 3, 2, 1 days, 12, 6, 3 hours before the end, and daily for a week after it. Else such as b30d b7d b12h x0 a1d."
          value={thresholds}
          onValue={setThresholds}
          autoComplete="off"
          spellCheck={false}
        />
        <Switch
          checked={own.length === 0 ? !withoutEnd : own.includes(atEnd)}
          label="Also at the end itself"
          onChange={(_, { checked }) => {
            setWithoutEnd(!checked);
            if (own.length > 0) {
              setThresholds([...own.filter((t) => t !== atEnd), ...(checked ? [atEnd] : [])].join(' '));
            }
          }}
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
