import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { PortalView } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { usePortalMutation } from './api';
import { CertificateField, type ReadCertificate } from './certificate-field';
import { FormDialog } from '../../components/form-dialog';

/** Adds a certificate to a portal's application, so that its expiry is watched. */
export function ImportKeyDialog({ portal, onClose }: { portal: PortalView; onClose: () => void }) {
  const tell = useTell();
  const [read, setRead] = useState<ReadCertificate | null>(null);
  const importKey = usePortalMutation((certificate: ReadCertificate) =>
    backend.Portals.ImportKey(portal.id, certificate.form),
  );
  return (
    <FormDialog
      title="Import a certificate"
      lead={`The certificate becomes a key of ${portal.name}. Keys that are known already stay.`}
      verb="Import"
      running="Importing"
      busy={importKey.isPending}
      ready={read !== null}
      error={importKey.error}
      onClose={onClose}
      onSubmit={() => {
        if (!read) return;
        importKey.mutate(read, {
          onSuccess: (changed) => {
            onClose();
            tell('The certificate was imported', { body: changed.key.sentence });
          },
        });
      }}
    >
      <CertificateField onRead={setRead} />
    </FormDialog>
  );
}
