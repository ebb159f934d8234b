import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { PortalView } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { usePortalMutation } from './api';
import { CertificateField, type ReadCertificate } from './certificate-field';
import { FormDialog } from '../../components/form-dialog';

/**
 * Adds a certificate to a portal's application, so that its expiry is watched. `moved` asks where the certificate is
 * now; it may be one that is known already.
 */
export function ImportKeyDialog({
  portal,
  moved = false,
  onClose,
}: {
  portal: PortalView;
  moved?: boolean;
  onClose: () => void;
}) {
  const tell = useTell();
  const [read, setRead] = useState<ReadCertificate | null>(null);
  const importKey = usePortalMutation((certificate: ReadCertificate) =>
    backend.Portals.ImportKey(portal.id, certificate.form),
  );
  return (
    <FormDialog
      title={moved ? 'Choose where the certificate is' : 'Import a certificate'}
      lead={
        moved
          ? `What is chosen is watched from now on. A certificate that is new becomes a key of ${portal.name}; keys that are known already stay.`
          : `The certificate becomes a key of ${portal.name}. Keys that are known already stay.`
      }
      verb={moved ? 'Watch' : 'Import'}
      running={moved ? 'Saving' : 'Importing'}
      busy={importKey.isPending}
      ready={read !== null}
      error={importKey.error}
      onClose={onClose}
      onSubmit={() => {
        if (!read) return;
        importKey.mutate(read, {
          onSuccess: (changed) => {
            onClose();
            const known = changed.keys.length === portal.keys.length;
            tell(known ? 'The certificate is watched at its new place' : 'The certificate was imported', {
              body: changed.key.sentence,
            });
          },
        });
      }}
    >
      <CertificateField onRead={setRead} />
    </FormDialog>
  );
}
