import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { PortalRemindersView } from '../../bridge/types';
import { Card, Fact, Facts } from '../../components/card';
import { useTell } from '../../components/feedback';
import { TextField } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { MuteIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { ErrorNotice } from '../../components/notice';
import { portalRemindersQuery, reminderSettingsQuery, useReminderMutation } from './api';
import { NoSnooze, Snooze, useSnoozed } from './snooze';
import { thresholdsIn, thresholdWord } from './words';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** How the reminders of a portal stand, and what holds them back. */
export function PortalReminders({ portalId }: { portalId: string }) {
  const { data } = useQuery(portalRemindersQuery(portalId));
  if (!data?.tracked) return null;
  return <Reminders portalId={portalId} view={data} />;
}

function Reminders({ portalId, view }: { portalId: string; view: PortalRemindersView }) {
  const styles = useStyles();
  const tell = useTell();
  const [muting, setMuting] = useState(false);
  const [timing, setTiming] = useState(false);
  const change = useReminderMutation((run: () => Promise<void>) => run());
  const act = (words: string, run: () => Promise<void>) => {
    change.mutate(run, {
      onSuccess: () => {
        tell(words);
      },
    });
  };
  const snoozed = useSnoozed(view);
  const sent = view.records.filter(({ status }) => status === 'sent');
  const last = sent[sent.length - 1];
  return (
    <Card title="Reminders">
      <Facts>
        <Fact name="Last reminder">
          {last ? (
            <>
              {thresholdWord(last.threshold)}, <Moment value={last.statusAt} form="exact" />
            </>
          ) : (
            <span className={styles.quiet}>None went out for this key yet.</span>
          )}
        </Fact>
        {snoozed && (
          <Fact name="Snoozed">
            {view.snoozedUntil === '' ? (
              <>
                until a more urgent one is due
                {view.moreUrgentAt !== '' && (
                  <>
                    , <Moment value={view.moreUrgentAt} form="exact" />
                  </>
                )}
              </>
            ) : (
              <>
                until <Moment value={view.snoozedUntil} form="exact" />
              </>
            )}
          </Fact>
        )}
        <Fact name="Times">
          {view.thresholds.length > 0
            ? `its own: ${view.thresholds.map(thresholdWord).join(', ')}`
            : view.group === ''
              ? 'the usual ones'
              : `those of the group ${view.group}`}
        </Fact>
        {view.muted && (
          <Fact name="Muted">
            {view.muteReason}
            <div className={styles.quiet}>
              {view.mutedBy}, <Moment value={view.mutedAt} form="exact" />
            </div>
          </Fact>
        )}
      </Facts>
      {change.error && <ErrorNotice error={change.error} />}
      <div className={styles.actions}>
        {view.banner && (
          <Button
            size="small"
            onClick={() => {
              act('The message at the top is hidden until the next reminder', () =>
                backend.Reminders.Acknowledge(portalId),
              );
            }}
          >
            Acknowledge
          </Button>
        )}
        {(snoozed || view.canSnooze) && <Snooze portalId={portalId} snoozed={snoozed} act={act} />}
        <Button
          size="small"
          onClick={() => {
            setTiming(true);
          }}
        >
          Times…
        </Button>
        {view.muted ? (
          <Button
            size="small"
            icon={<MuteIcon />}
            onClick={() => {
              act('Reminders go on', () => backend.Reminders.Unmute(portalId));
            }}
          >
            Unmute
          </Button>
        ) : (
          <Button
            size="small"
            icon={<MuteIcon />}
            onClick={() => {
              setMuting(true);
            }}
          >
            Mute…
          </Button>
        )}
      </div>
      {!view.canSnooze && !view.muted && <NoSnooze />}
      {timing && (
        <TimesDialog
          portalId={portalId}
          view={view}
          onClose={() => {
            setTiming(false);
          }}
        />
      )}
      {muting && (
        <MuteDialog
          portalId={portalId}
          onClose={() => {
            setMuting(false);
          }}
        />
      )}
    </Card>
  );
}

function MuteDialog({ portalId, onClose }: { portalId: string; onClose: () => void }) {
  const tell = useTell();
  const [reason, setReason] = useState('');
  const mute = useReminderMutation((why: string) => backend.Reminders.Mute(portalId, why));
  return (
    <FormDialog
      title="Mute this portal?"
      lead="No reminder of its key goes out any more, also no critical one, until you take that back. The reason is shown beside it."
      verb="Mute"
      running="Muting"
      busy={mute.isPending}
      error={mute.error}
      onClose={onClose}
      onSubmit={() => {
        mute.mutate(reason, {
          onSuccess: () => {
            onClose();
            tell('The portal is muted');
          },
        });
      }}
    >
      <TextField label="Reason" value={reason} onValue={setReason} autoComplete="off" autoFocus required />
    </FormDialog>
  );
}

function TimesDialog({
  portalId,
  view,
  onClose,
}: {
  portalId: string;
  view: PortalRemindersView;
  onClose: () => void;
}) {
  const tell = useTell();
  const [group, setGroup] = useState(view.group);
  const [times, setTimes] = useState(view.thresholds.join(' '));
  const groups = useQuery(reminderSettingsQuery).data?.groups ?? [];
  const save = useReminderMutation(() => backend.Reminders.SetPortal(portalId, group, thresholdsIn(times)));
  return (
    <FormDialog
      title="When reminders of this portal go out"
      lead="Its own times come first, then those of its group, then the usual ones."
      verb="Save"
      running="Saving"
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => {
        save.mutate(undefined, {
          onSuccess: () => {
            onClose();
            tell('The times of this portal were saved');
          },
        });
      }}
    >
      <Field label="Group" hint="Groups and their times stand in the reminder settings.">
        <Select
          value={group}
          onChange={(_, { value }) => {
            setGroup(value);
          }}
        >
          <option value="">None</option>
          {groups.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <TextField
        label="Own times"
        hint="Empty for those of the group. Else such as b30d b7d b12h x0 a1d."
        value={times}
        onValue={setTimes}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  );
}
