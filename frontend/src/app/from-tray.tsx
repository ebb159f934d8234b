import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { onOpenPortal, onStaysInTray } from '../bridge/events';
import { Notice } from '../components/notice';

const useStyles = makeStyles({
  place: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL} 0` },
});

/** Follows the tray: opens the portal chosen there, and says once why the program went on when it was closed. */
export function FromTray() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [stays, setStays] = useState(false);
  useEffect(
    () =>
      onOpenPortal((portalId) => {
        void navigate({ to: '/portals/$portalId/key', params: { portalId } });
      }),
    [navigate],
  );
  useEffect(
    () =>
      onStaysInTray(() => {
        setStays(true);
      }),
    [],
  );
  if (!stays) return null;
  return (
    <div className={styles.place}>
      <Notice
        intent="info"
        title="Gatehouse went on in the tray when you closed the window."
        actions={
          <Button
            onClick={() => {
              setStays(false);
            }}
          >
            Got it
          </Button>
        }
      >
        It watches your authentication keys. Choose Quit in the menu of its icon to end it.
      </Notice>
    </div>
  );
}
