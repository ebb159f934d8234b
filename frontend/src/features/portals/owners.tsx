import { Button, Text, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { PortalView } from '../../bridge/types';
import { Confirm } from '../../components/confirm';
import { useTell } from '../../components/feedback';
import { Form, TextField } from '../../components/form';
import { AddPersonIcon, CloseIcon, PersonIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { usePortalMutation } from './api';

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalS },
  list: { display: 'grid', gap: tokens.spacingVerticalXXS, listStyleType: 'none', margin: 0, padding: 0 },
  owner: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  name: { flex: 1, overflowWrap: 'anywhere' },
  line: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    alignItems: 'end',
    gap: tokens.spacingHorizontalS,
  },
});

/** Who owns the application, and therefore may manage the portal. */
export function Owners({ portal, owners }: { portal: PortalView; owners: readonly string[] }) {
  const styles = useStyles();
  const tell = useTell();
  const [name, setName] = useState('');
  const [leaving, setLeaving] = useState<string | null>(null);
  const add = usePortalMutation((owner: string) =>
    backend.Portals.AddOwner(portal.id, portal.version, owner),
  );
  const remove = usePortalMutation((owner: string) =>
    backend.Portals.RemoveOwner(portal.id, portal.version, owner),
  );
  return (
    <div className={styles.all}>
      <Text as="h3" weight="semibold" block>
        Owners
      </Text>
      <ul className={styles.list} aria-label="Owners">
        {owners.map((owner) => (
          <li key={owner} className={styles.owner}>
            <PersonIcon aria-hidden />
            <span className={styles.name}>{owner}</span>
            {portal.mayManage && (
              <Tooltip relationship="label" content={`Remove owner ${owner}`}>
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<CloseIcon />}
                  onClick={() => {
                    setLeaving(owner);
                  }}
                />
              </Tooltip>
            )}
          </li>
        ))}
      </ul>
      {portal.mayManage && (
        <Form
          onSubmit={() => {
            add.mutate(name.trim(), {
              onSuccess: () => {
                tell(`${name.trim()} is an owner now`);
                setName('');
              },
            });
          }}
        >
          <div className={styles.line}>
            <TextField
              label="Add an owner"
              placeholder="name@contoso.com"
              value={name}
              onValue={(value) => {
                setName(value);
                add.reset();
              }}
              autoComplete="off"
              spellCheck={false}
            />
            <Button
              type="submit"
              icon={<AddPersonIcon />}
              disabledFocusable={name.trim() === '' || add.isPending}
            >
              Add
            </Button>
          </div>
          {add.error && <ErrorNotice error={add.error} />}
        </Form>
      )}
      {leaving !== null && (
        <Confirm
          title={`Remove ${leaving} as owner?`}
          verb="Remove owner"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => {
            setLeaving(null);
            remove.reset();
          }}
          onConfirm={() => {
            remove.mutate(leaving, {
              onSuccess: () => {
                tell(`${leaving} is no owner any more`);
                setLeaving(null);
              },
            });
          }}
        >
          <p>
            Who is no owner of the application may not manage the portal. At least one owner should remain.
          </p>
        </Confirm>
      )}
    </div>
  );
}
