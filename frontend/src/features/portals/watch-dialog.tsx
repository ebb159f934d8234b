import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import { BackendError } from '../../bridge/error';
import { useTell } from '../../components/feedback';
import { emptyForm, usePortalMutation } from './api';
import { CertificateField, type ReadCertificate } from './certificate-field';
import { FormDialog } from '../../components/form-dialog';
import { besideField, PortalFields } from './portal-fields';

/** Takes up a portal that is hosted elsewhere: its details and the certificate whose expiry is watched. */
export function WatchDialog({ certificatePath, onClose }: { certificatePath?: string; onClose: () => void }) {
  const tell = useTell();
  const navigate = useNavigate();
  const [form, setForm] = useState(emptyForm);
  const [read, setRead] = useState<ReadCertificate | null>(null);
  const watch = usePortalMutation((certificate: ReadCertificate) =>
    backend.Portals.Watch(form, certificate.form),
  );
  const error = watch.error instanceof BackendError ? watch.error : null;
  return (
    <FormDialog
      title="Watch a portal hosted elsewhere"
      lead="Gatehouse reads the public part of the certificate and watches when it expires. Nothing is changed at the portal."
      verb="Watch portal"
      running="Saving"
      busy={watch.isPending}
      ready={read !== null}
      error={besideField(error) ? null : watch.error}
      onClose={onClose}
      onSubmit={() => {
        if (!read) return;
        watch.mutate(read, {
          onSuccess: (portal) => {
            onClose();
            tell(`${portal.name} is watched`, { body: portal.key.sentence });
            void navigate({ to: '/portals/$portalId/key', params: { portalId: portal.id } });
          },
        });
      }}
    >
      <PortalFields form={form} onForm={setForm} origin="watched" error={error} />
      <CertificateField firstPath={certificatePath} onRead={setRead} />
    </FormDialog>
  );
}
