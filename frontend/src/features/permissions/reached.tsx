import { makeStyles, tokens } from '@fluentui/react-components';
import type { ChannelView, ExplanationView, PathView } from '../../bridge/types';
import { accessTypeWord } from '../../lib/words';
import { Anchor } from '../../components/anchor';
import { answerWord } from './words';

const useStyles = makeStyles({
  title: { margin: 0, marginBottom: tokens.spacingVerticalS, fontSize: tokens.fontSizeBase300 },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalL,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const ends: Record<string, string> = {
  'any-row': 'any row',
  'own-contact': 'the visitor’s own contact',
  'own-account': 'the visitor’s own account',
  filter: 'rows that the stored filter matches',
  'no-row': 'no row',
  unfiltered: 'every row: nothing narrows it',
  fails: 'nothing: the request fails',
  unknown: 'rows that the export does not tell',
};

/** From a row over the relationships to where the path ends, as one line. */
function pathText({ hops, end }: PathView): string {
  const steps = hops.map(({ relationship, table }) => `${relationship} → ${table || 'the visitor'}`);
  return [...steps, ends[end] ?? end].join(', ');
}

const doors: Record<string, string> = {
  templates: 'Templates and page copy',
  'web-api': 'Web API',
  list: 'List',
  feed: 'Feed of a list',
  form: 'Basic form',
  'form-step': 'Step of a multistep form',
};

const open: Record<string, string> = { allow: 'open', deny: 'closed', unknown: 'cannot tell whether open' };

/** A door in words: what it is, whether the visitor gets to it, and which rows are behind it. */
function doorText({ open: state, reach, unchecked, note }: ChannelView): string {
  const rows = unchecked
    ? 'does not check table permissions'
    : `rows behind it: ${answerWord(reach).toLowerCase()}`;
  return [open[state] ?? state, state === 'deny' ? '' : rows, note].filter(Boolean).join(' · ');
}

/** Which rows of a table come within reach, and through which doors. */
export function Reached({ portalId, explanation }: { portalId: string; explanation: ExplanationView }) {
  const styles = useStyles();
  const { paths, channels } = explanation;
  return (
    <>
      {paths.length > 0 && (
        <section aria-label="Which rows">
          <h3 className={styles.title}>Which rows</h3>
          <ul className={styles.list}>
            {paths.map((path, i) => (
              <li key={i}>
                {accessTypeWord(path.accessType)}: {pathText(path)}
                <span className={styles.quiet}>
                  {path.empty && ' · can match no row for this visitor'}
                  {!path.certain && ' · not certain'}
                  {' · by '}
                </span>
                {path.permissions.map((permission, at) => (
                  <span key={permission.id}>
                    {at > 0 && ' ← '}
                    <Anchor
                      to="/portals/$portalId/table-permissions"
                      params={{ portalId }}
                      search={{ record: permission.id }}
                    >
                      {permission.name || 'Without a name'}
                    </Anchor>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {channels.length > 0 && (
        <section aria-label="Through which doors">
          <h3 className={styles.title}>Through which doors</h3>
          <ul className={styles.list}>
            {channels.map((channel, i) => (
              <li key={i}>
                {doors[channel.through] ?? channel.through}
                {channel.record && ` “${channel.record.name || channel.record.id}”`}
                {channel.page && ` on page ${channel.page.name || channel.page.id}`}
                <span className={styles.quiet}> · {doorText(channel)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
