import { makeStyles, tokens } from '@fluentui/react-components';
import type { PortalRow } from '../bridge/types';
import { type KeyState, keyState } from '../lib/key-state';
import { count, names } from '../lib/text';
import { local } from '../lib/time';
import { Anchor } from './anchor';
import { Notice } from './notice';

const useStyles = makeStyles({ stack: { display: 'grid', gap: tokens.spacingVerticalS } });

const urgent: { state: KeyState; intent: 'error' | 'warning' }[] = [
  { state: 'expired', intent: 'error' },
  { state: 'critical', intent: 'error' },
  { state: 'soon', intent: 'warning' },
];

function one(portal: PortalRow, state: KeyState): [title: string, body: string] {
  const when = local(portal.key.expires);
  if (state === 'expired') {
    return [
      `The authentication key of ${portal.name} has expired.`,
      `It expired on ${when}. The portal cannot connect to its environment until the key is updated.`,
    ];
  }
  return [
    `The authentication key of ${portal.name} expires soon.`,
    `${portal.key.sentence} It expires on ${when}; after that the portal is down, because it cannot connect to its environment.`,
  ];
}

function several(portals: PortalRow[], state: KeyState): [title: string, body: string] {
  const many = count(portals.length, 'authentication key');
  const whose = `${names(portals.map((p) => p.name))}.`;
  if (state === 'expired') return [`${many} have expired. These portals cannot connect:`, whose];
  return [`${many} ${state === 'critical' ? 'expire within 7 days' : 'expire within 30 days'}:`, whose];
}

/** The messages at the top of the admin center: keys that have expired or are about to. Retired portals stay out. */
export function KeyBanner({ portals }: { portals: readonly PortalRow[] }) {
  const styles = useStyles();
  const bands = urgent
    .map((band) => ({
      ...band,
      portals: portals.filter((p) => p.state === 'active' && keyState(p.key.state) === band.state),
    }))
    .filter((band) => band.portals.length > 0);
  if (bands.length === 0) return null;
  return (
    <div className={styles.stack}>
      {bands.map(({ state, intent, portals: due }) => {
        const [first] = due;
        if (!first) return null;
        const [title, body] = due.length === 1 ? one(first, state) : several(due, state);
        return (
          <Notice
            key={state}
            intent={intent}
            title={title}
            actions={
              due.length === 1 ? (
                <Anchor to="/portals/$portalId/key" params={{ portalId: first.id }}>
                  Manage key
                </Anchor>
              ) : (
                <Anchor to="/portals" search={{ key: state }}>
                  Show these portals
                </Anchor>
              )
            }
          >
            {body}
          </Notice>
        );
      })}
    </div>
  );
}
