import { useState } from 'react';
import { backend } from '../../bridge/backend';
import { BackendError } from '../../bridge/error';
import type { PortalForm, PortalView } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { formOf, usePortalMutation } from './api';
import { FormDialog } from '../../components/form-dialog';
import { besideField, PortalFields } from './portal-fields';

/** Changes what a person may enter about a portal. */
export function EditDialog({ portal, onClose }: { portal: PortalView; onClose: () => void }) {
  const tell = useTell();
  const [form, setForm] = useState(formOf(portal));
  const update = usePortalMutation((filled: PortalForm) =>
    backend.Portals.Update(portal.id, portal.version, filled),
  );
  const error = update.error instanceof BackendError ? update.error : null;
  return (
    <FormDialog
      title={`Edit ${portal.name}`}
      verb="Save"
      running="Saving"
      busy={update.isPending}
      error={besideField(error) ? null : update.error}
      onClose={onClose}
      onSubmit={() => {
        update.mutate(form, {
          onSuccess: (changed) => {
            onClose();
            tell(`${changed.name} was saved`);
          },
        });
      }}
    >
      <PortalFields form={form} onForm={setForm} origin={portal.origin} error={error} />
    </FormDialog>
  );
}
