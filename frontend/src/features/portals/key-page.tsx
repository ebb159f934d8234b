import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { KeyView, PortalView } from '../../bridge/types';
import { Card, Fact, Facts } from '../../components/card';
import { useNow } from '../../components/clock';
import { Copyable } from '../../components/copy';
import { AddIcon, KeyIcon } from '../../components/icons';
import { KeyBadge } from '../../components/key-badge';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Empty, Loaded } from '../../components/states';
import { UpdateKey, wantsUpdate } from '../../components/update-key';
import { useWord } from '../../components/words';
import { keyState } from '../../lib/key-state';
import { grouped, number } from '../../lib/text';
import { local, relative, utc } from '../../lib/time';
import { portalQuery } from './api';
import { ImportKeyDialog } from './import-key-dialog';
import { UnreadNotice } from './unread-notice';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(26rem, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingVerticalL,
  },
  others: { display: 'grid', gap: tokens.spacingVerticalL },
  quiet: { color: tokens.colorNeutralForeground3 },
  paragraphs: { display: 'grid', gap: tokens.spacingVerticalS, maxWidth: '42rem' },
  action: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** Manage portal authentication key, with what the app puts beside it: the update under way and the history. */
export function KeyPage({ update, history }: { update?: ReactNode; history?: ReactNode }) {
  const { portalId } = useParams({ strict: false });
  const query = useQuery(portalQuery(portalId ?? ''));
  return (
    <Loaded query={query} what="the authentication key">
      {(portal) => <Keys portal={portal} update={update} history={history} />}
    </Loaded>
  );
}

function sentence(portal: PortalView): { intent: 'error' | 'warning'; title: string; body: string } | null {
  const { key } = portal;
  switch (keyState(key.state)) {
    case 'expired':
      return {
        intent: 'error',
        title: `The authentication key has expired. ${key.sentence}`,
        body: 'The portal cannot connect to its environment until the key is updated.',
      };
    case 'critical':
    case 'soon':
      return {
        intent: keyState(key.state) === 'soon' ? 'warning' : 'error',
        title: `The authentication key expires soon. ${key.sentence}`,
        body: `At ${utc(key.expires)} the portal goes down, because it can no longer connect to its environment.`,
      };
    default:
      return null;
  }
}

function Keys({ portal, update, history }: { portal: PortalView; update: ReactNode; history: ReactNode }) {
  const styles = useStyles();
  const word = useWord();
  const [importing, setImporting] = useState(false);
  const { key } = portal;
  const others = portal.keys.filter((other) => other.keyId !== key.keyId);
  const warning = portal.state === 'active' ? sentence(portal) : null;
  const importButton = (
    <Button
      icon={<AddIcon />}
      disabled={!portal.mayManage}
      onClick={() => {
        setImporting(true);
      }}
    >
      Import certificate…
    </Button>
  );
  return (
    <>
      {warning && (
        <Notice intent={warning.intent} title={warning.title}>
          {warning.body}
        </Notice>
      )}
      <UnreadNotice portal={portal} />
      {!portal.mayManage && portal.manageReason && (
        <Notice intent="info" title="You may look at this key, but not manage it.">
          {portal.manageReason}
        </Notice>
      )}
      {update}
      <div className={styles.grid}>
        <Card title="Manage portal authentication key">
          {keyState(key.state) === 'none' ? (
            <Empty
              icon={<KeyIcon />}
              title="No key is known"
              actions={
                <>
                  {portal.origin === 'local' && portal.state === 'active' && (
                    <UpdateKey portalId={portal.id} appearance="primary" />
                  )}
                  {importButton}
                </>
              }
            >
              Import the certificate that the portal signs in with, and its expiry is watched from then on.
            </Empty>
          ) : (
            <>
              <KeyFacts value={key} watchedAt={portal.certificate.path} />
              <div className={styles.action}>
                {portal.state === 'active' && (
                  <UpdateKey
                    portalId={portal.id}
                    appearance={wantsUpdate(key.state) ? 'primary' : 'secondary'}
                  />
                )}
                {portal.origin !== 'local' && importButton}
              </div>
            </>
          )}
        </Card>
        <Card title="What happens at expiry">
          <div className={styles.paragraphs}>
            <Text>
              The portal signs in to its {word('environment').toLowerCase()} with this key. From the moment of
              expiry on the sign-in is refused: visitors see an error instead of the portal, until the key is
              updated and the portal has restarted.
            </Text>
            <Text>
              Microsoft counts in UTC. A key is called due from 90 days, soon from 30 days and critical from 7
              days before it expires.
            </Text>
          </div>
        </Card>
      </div>
      {others.length > 0 && (
        <Card title="Other keys on the application">
          <div className={styles.others}>
            {others.map((other) => (
              <KeyFacts key={other.keyId} value={other} />
            ))}
          </div>
        </Card>
      )}
      {history}
      {importing && (
        <ImportKeyDialog
          portal={portal}
          onClose={() => {
            setImporting(false);
          }}
        />
      )}
    </>
  );
}

function KeyFacts({ value, watchedAt = '' }: { value: KeyView; watchedAt?: string }) {
  const styles = useStyles();
  const now = useNow();
  const expired = keyState(value.state) === 'expired';
  return (
    <Facts>
      <Fact name="State">
        <KeyBadge state={value.state} /> <span className={styles.quiet}>{value.sentence}</span>
      </Fact>
      <Fact name="Expiration (UTC)">{utc(value.expires)}</Fact>
      <Fact name="Local time">
        {local(value.expires)}
        <span className={styles.quiet}> · {relative(value.expires, now)}</span>
      </Fact>
      <Fact name={expired ? 'Days since expiry' : 'Days left'}>{number(Math.abs(value.daysLeft))}</Fact>
      <Fact name="Valid from">
        <Moment value={value.validFrom} form="exact" />
      </Fact>
      <Fact name="Thumbprint">
        <Copyable text={value.thumbprint} shown={grouped(value.thumbprint)} what="thumbprint" />
      </Fact>
      <Fact name="Subject">{value.subject}</Fact>
      <Fact name="Key id">
        <Copyable text={value.keyId} what="key id" />
      </Fact>
      <Fact name="Known from">
        {value.source === 'generated' ? 'Made by Gatehouse' : 'A certificate file'}
        {value.hasPrivate ? '; the private part is in the key store' : '; the private part is not held here'}
      </Fact>
      {watchedAt !== '' && (
        <Fact name="Watched at">
          <Copyable text={watchedAt} what="path of the certificate" prose />
        </Fact>
      )}
    </Facts>
  );
}
