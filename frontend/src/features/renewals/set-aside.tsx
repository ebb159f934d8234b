import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { startQuery } from '../../bridge/queries';
import { Anchor } from '../../components/anchor';
import { Notice } from '../../components/notice';

const useStyles = makeStyles({
  place: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL} 0`,
  },
  actions: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

/** On every page until it was read: updates that were put aside at the start because their records cannot be read. */
export function SetAside() {
  const styles = useStyles();
  const all = useQuery(startQuery).data?.setAside ?? [];
  const [read, setRead] = useState<ReadonlySet<number>>(new Set());
  const shown = all.flatMap((aside, i) => (read.has(i) ? [] : [{ ...aside, i }]));
  if (shown.length === 0) return null;
  return (
    <div className={styles.place}>
      {shown.map(({ portalId, message, hint, i }) => (
        <Notice
          key={i}
          intent="warning"
          title={message}
          actions={
            <span className={styles.actions}>
              {portalId !== '' && (
                <Anchor to="/portals/$portalId/key" params={{ portalId }}>
                  Look at the key
                </Anchor>
              )}
              <Button
                onClick={() => {
                  setRead(new Set([...read, i]));
                }}
              >
                Dismiss
              </Button>
            </span>
          }
        >
          {hint}
        </Notice>
      ))}
    </div>
  );
}
