import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { PortalView } from '../../bridge/types';
import { Notice } from '../../components/notice';
import { keyState } from '../../lib/key-state';
import { local } from '../../lib/time';
import { unread } from './api';
import { ImportKeyDialog } from './import-key-dialog';

/** Says that a watched certificate could not be read, and lets a person say where it is now. Nothing where all is well. */
export function UnreadNotice({ portal }: { portal: PortalView }) {
  const [choosing, setChoosing] = useState(false);
  const { path, readAt, failedAt, problem } = portal.certificate;
  const lost = keyState(portal.key.state) === 'unknown';
  // The dialog stays until it is closed, though what it says makes the notice go.
  if (!unread(portal) && !choosing) return null;
  return (
    <>
      {unread(portal) && (
        <Notice
          intent="warning"
          title={
            failedAt === ''
              ? `The certificate at ${path} was not read since ${local(readAt)}.`
              : `The certificate at ${path} could not be read since ${local(failedAt)}.`
          }
          actions={
            <Button
              size="small"
              disabled={!portal.mayManage}
              onClick={() => {
                setChoosing(true);
              }}
            >
              Choose another file or folder…
            </Button>
          }
        >
          {problem} The key shown is as of {local(readAt)}
          {lost && '; whether the portal still has it is unknown after seven days'}.
        </Notice>
      )}
      {choosing && (
        <ImportKeyDialog
          portal={portal}
          moved
          onClose={() => {
            setChoosing(false);
          }}
        />
      )}
    </>
  );
}
