import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import { BackendError } from '../../bridge/error';
import type { PortalForm } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { emptyForm, usePortalMutation } from './api';
import { FormDialog } from '../../components/form-dialog';
import { besideField, PortalFields } from './portal-fields';

/** Creates a local portal: its record, its Entra application and its first authentication key. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const tell = useTell();
  const navigate = useNavigate();
  const [form, setForm] = useState(emptyForm);
  const create = usePortalMutation((filled: PortalForm) => backend.Portals.Provision(filled));
  const error = create.error instanceof BackendError ? create.error : null;
  return (
    <FormDialog
      title="Create a local portal"
      lead="Gatehouse registers an application for the portal and makes its authentication key, valid for two years. The private part of the key goes to this system’s key store."
      verb="Create"
      running="Creating"
      busy={create.isPending}
      error={besideField(error) ? null : create.error}
      onClose={onClose}
      onSubmit={() => {
        create.mutate(form, {
          onSuccess: (portal) => {
            onClose();
            tell(`${portal.name} was created`, { body: portal.key.sentence });
            void navigate({ to: '/portals/$portalId/key', params: { portalId: portal.id } });
          },
        });
      }}
    >
      <PortalFields form={form} onForm={setForm} origin="local" error={error} />
    </FormDialog>
  );
}
