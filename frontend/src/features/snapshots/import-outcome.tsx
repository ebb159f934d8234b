import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import type { ImportedView } from '../../bridge/types';
import { Notice } from '../../components/notice';

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalM },
  note: { marginBlock: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
});

function sentence(one: ImportedView): string {
  if (one.unchanged) return 'The same content is there already, so nothing was added.';
  return one.newPortal ? 'A new portal was added for it.' : 'It is the portal’s newest snapshot now.';
}

/** What came of an import, with a way to each portal. */
export function ImportOutcome({
  imported,
  onClose,
}: {
  imported: readonly ImportedView[];
  onClose: () => void;
}) {
  const styles = useStyles();
  const navigate = useNavigate();
  const go = (portalId: string, to: '/portals/$portalId/web-roles' | '/portals/$portalId/reading') => {
    onClose();
    void navigate({ to, params: { portalId } });
  };
  return (
    <div className={styles.all} role="status">
      {imported.map((one) => (
        <div key={one.snapshotId + one.portalId} className={styles.all}>
          <Notice intent="success" title={one.portalName}>
            {sentence(one)}
            {one.note && <p className={styles.note}>{one.note}</p>}
          </Notice>
          <div className={styles.actions}>
            <Button
              appearance="primary"
              onClick={() => {
                go(one.portalId, '/portals/$portalId/web-roles');
              }}
            >
              {imported.length > 1 ? `Show ${one.portalName}` : 'Show roles and permissions'}
            </Button>
            <Button
              onClick={() => {
                go(one.portalId, '/portals/$portalId/reading');
              }}
            >
              What was read
            </Button>
          </div>
        </div>
      ))}
      <div className={styles.actions}>
        <Button appearance="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}
