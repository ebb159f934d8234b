import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { remindersQuery } from '../../bridge/queries';
import { Page } from '../../components/page';
import { Loaded } from '../../components/states';
import { mailQuery, peopleQuery, reminderSettingsQuery } from './api';
import { MailServer } from './mail-server';
import { People } from './people';
import { WhenAndHow } from './when-and-how';

const useStyles = makeStyles({ all: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '52rem' } });

/** When reminders go out, over which channels, and to whom. */
export function ReminderSettingsPage() {
  const styles = useStyles();
  const settings = useQuery(reminderSettingsQuery);
  const overview = useQuery(remindersQuery);
  const mail = useQuery(mailQuery);
  const people = useQuery(peopleQuery);
  return (
    <Page
      title="Reminder settings"
      lead="The inbox always has everything; what is set here is about the other ways to reach you."
    >
      <div className={styles.all}>
        <Loaded query={settings} what="reminder settings">
          {(saved) => (
            <WhenAndHow key={JSON.stringify(saved)} saved={saved} channels={overview.data?.channels ?? []} />
          )}
        </Loaded>
        <Loaded query={mail} what="the mail server">
          {(saved) => <MailServer key={JSON.stringify(saved)} saved={saved} />}
        </Loaded>
        <Loaded query={people} what="the people who signed up">
          {(list) => <People people={list} />}
        </Loaded>
      </div>
    </Page>
  );
}
