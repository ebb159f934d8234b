import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';

/** The newest notices, with how many there are and how many are unread. */
export const inboxQuery = (limit: number) =>
  queryOptions({ queryKey: keys.inbox(limit), queryFn: () => backend.Reminders.Inbox(0, limit) });

/** How the reminders of one portal stand. Asked again every quarter of an hour, because that changes with the clock. */
export const portalRemindersQuery = (portalId: string) =>
  queryOptions({
    queryKey: keys.portalReminders(portalId),
    queryFn: () => backend.Reminders.Portal(portalId),
    refetchInterval: 900_000,
  });

export const reminderSettingsQuery = queryOptions({
  queryKey: keys.reminderSettings,
  queryFn: () => backend.Reminders.Settings(),
});

export const peopleQuery = queryOptions({ queryKey: keys.people, queryFn: () => backend.Reminders.People() });

export const mailQuery = queryOptions({ queryKey: keys.mail, queryFn: () => backend.Reminders.Mail() });

/** Changes something about reminders, and is done when the pages know. */
export function useReminderMutation<Input = void, Answer = unknown>(run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => client.invalidateQueries({ queryKey: ['reminders'] }),
  });
}
