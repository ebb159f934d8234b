import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { PortalRemindersView } from '../../bridge/types';
import { Card, Fact, Facts } from '../../components/card';
import { useTell } from '../../components/feedback';
import { TextField } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { MuteIcon, SnoozeIcon } from '../../components/icons';
import { Moment } from '../../components/moment';
import { ErrorNotice } from '../../components/notice';
import { portalRemindersQuery, useReminderMutation } from './api';
import { thresholdWord } from './words';

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

const week = 7 * 86_400_000;

function Reminders({ portalId, view }: { portalId: string; view: PortalRemindersView }) {
  const styles = useStyles();
  const tell = useTell();
  const [muting, setMuting] = useState(false);
  const change = useReminderMutation((run: () => Promise<void>) => run());
  const act = (words: string, run: () => Promise<void>) => {
    change.mutate(run, {
      onSuccess: () => {
        tell(words);
      },
    });
  };
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
        {view.snoozed && (
          <Fact name="Snoozed">
            {view.snoozedUntil === '' ? (
              'until a more urgent one is due'
            ) : (
              <>
                until <Moment value={view.snoozedUntil} form="exact" />
              </>
            )}
          </Fact>
        )}
        {view.muted && (
          <Fact name="Muted">
            {view.muteReason} ({view.mutedBy}, <Moment value={view.mutedAt} form="exact" />)
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
        {view.snoozed ? (
          <Button
            size="small"
            icon={<SnoozeIcon />}
            onClick={() => {
              act('Reminders go on', () => backend.Reminders.WakeUp(portalId));
            }}
          >
            End snooze
          </Button>
        ) : (
          <Button
            size="small"
            icon={<SnoozeIcon />}
            onClick={() => {
              act('Snoozed for a week; critical reminders still come', () =>
                backend.Reminders.Snooze(portalId, new Date(Date.now() + week).toISOString()),
              );
            }}
          >
            Snooze for a week
          </Button>
        )}
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
