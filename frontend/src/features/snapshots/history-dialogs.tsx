import { Button, Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { backend } from '../../bridge/backend';
import type { SnapshotRow } from '../../bridge/types';
import { Confirm } from '../../components/confirm';
import { useTell } from '../../components/feedback';
import { TextField } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { useSnapshotMutation } from './api';

/** Gives a snapshot a name and a note. */
export function DescribeSnapshot({ row, onClose }: { row: SnapshotRow; onClose: () => void }) {
  const tell = useTell();
  const [name, setName] = useState(row.name);
  const [note, setNote] = useState(row.note);
  const describe = useSnapshotMutation(row.portalId, () => backend.Snapshots.Describe(row.id, name, note));
  return (
    <FormDialog
      title="Name and note"
      verb="Save"
      running="Saving"
      busy={describe.isPending}
      error={describe.error}
      onClose={onClose}
      onSubmit={() => {
        describe.mutate(undefined, {
          onSuccess: () => {
            onClose();
            tell('The snapshot was described');
          },
        });
      }}
    >
      <TextField label="Name" value={name} onValue={setName} autoComplete="off" autoFocus />
      <Field label="Note" hint="What this point in time is, for whoever looks at it later.">
        <Textarea
          value={note}
          rows={4}
          onChange={(_, data) => {
            setNote(data.value);
          }}
        />
      </Field>
    </FormDialog>
  );
}

/** Asks before a snapshot is deleted. */
export function DeleteSnapshot({
  row,
  title,
  onClose,
}: {
  row: SnapshotRow;
  title: string;
  onClose: () => void;
}) {
  const tell = useTell();
  const remove = useSnapshotMutation(row.portalId, () => backend.Snapshots.Delete(row.id));
  return (
    <Confirm
      title="Delete this snapshot?"
      verb="Delete snapshot"
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => {
        remove.mutate(undefined, {
          onSuccess: () => {
            onClose();
            tell('The snapshot was deleted');
          },
        });
      }}
    >
      {title} is deleted for good. Export it first if it may be needed again. The export it was read from is
      not touched.
    </Confirm>
  );
}

/** Writes a snapshot to a file, chosen with the system's dialog or typed. */
export function ExportSnapshot({ row, onClose }: { row: SnapshotRow; onClose: () => void }) {
  const tell = useTell();
  const [path, setPath] = useState('');
  const write = useSnapshotMutation(row.portalId, (typed: string) =>
    typed === '' ? backend.Snapshots.Export(row.id) : backend.Snapshots.ExportTo(row.id, typed),
  );
  const run = (typed: string) => {
    write.mutate(typed, {
      onSuccess: (written) => {
        if (written === '') return;
        onClose();
        tell('The snapshot was exported', { body: written });
      },
    });
  };
  return (
    <FormDialog
      title="Export snapshot"
      lead="One file that opens in Gatehouse on any machine, with everything that was read. Secrets are not in it."
      verb="Export"
      running="Exporting"
      busy={write.isPending}
      ready={path.trim() !== ''}
      error={write.error}
      onClose={onClose}
      onSubmit={() => {
        run(path.trim());
      }}
    >
      <TextField
        label="File"
        hint="The whole path; .gatehouse is added where it is missing."
        value={path}
        onValue={setPath}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <div>
        <Button
          disabled={write.isPending}
          onClick={() => {
            run('');
          }}
        >
          Choose a place…
        </Button>
      </div>
    </FormDialog>
  );
}
