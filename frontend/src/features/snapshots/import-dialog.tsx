import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import type { ImportForm, InspectedSite, InspectionView } from '../../bridge/types';
import { Form, TextField } from '../../components/form';
import { FileIcon, FolderIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { FoundSite } from './found-site';
import { ImportOutcome } from './import-outcome';
import { ImportProgressBar } from './import-progress';

const useStyles = makeStyles({
  surface: { maxWidth: '46rem' },
  content: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    minWidth: 0,
    paddingBlock: tokens.spacingVerticalXS,
  },
  line: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content max-content',
    alignItems: 'end',
    gap: tokens.spacingHorizontalS,
  },
  lead: { marginBlock: 0 },
});

/** Where a found site goes: to a portal's id, to "" (its own or a new portal), or nowhere. */
type Targets = Record<string, string | null>;

/**
 * Opens a folder or archive, shows which sites it holds, and imports the chosen ones. Reading and importing can take
 * minutes and can be stopped; a failure keeps everything that was entered.
 */
export function ImportDialog({
  path: firstPath = '',
  portalId,
  onClose,
}: {
  path?: string;
  portalId?: string;
  onClose: () => void;
}) {
  const styles = useStyles();
  const formId = useId();
  const client = useQueryClient();
  const [path, setPath] = useState(firstPath);
  const [targets, setTargets] = useState<Targets>({});
  const inspect = useMutation({
    mutationFn: (asked: string) => backend.Snapshots.Inspect(asked),
    onSuccess: (view) => {
      setTargets(firstTargets(view, portalId));
    },
  });
  const bring = useMutation({
    mutationFn: (form: ImportForm) => backend.Snapshots.Import(form),
    onSuccess: (imported) => {
      void client.invalidateQueries({ queryKey: keys.portals });
      for (const one of imported) void client.invalidateQueries({ queryKey: keys.snapshots(one.portalId) });
    },
  });
  const { mutate: inspectPath, reset: forget } = inspect;
  useEffect(() => {
    if (firstPath !== '') inspectPath(firstPath);
  }, [firstPath, inspectPath]);

  const busy = inspect.isPending || bring.isPending;
  const found = inspect.data;
  const chosen = found ? found.sites.filter((site) => targets[site.root] !== null) : [];
  const change = (next: string) => {
    setPath(next);
    forget();
    bring.reset();
  };
  const take = (next: string) => {
    change(next);
    inspect.mutate(next);
  };
  const choose = (asked: Promise<string>) => {
    void asked.then((picked) => {
      if (picked !== '') take(picked);
    });
  };
  const close = () => {
    if (busy) void backend.Snapshots.Cancel();
    onClose();
  };
  const submit = () => {
    if (busy) return;
    if (!found) {
      inspect.mutate(path.trim());
      return;
    }
    bring.mutate({
      path: found.path,
      sites: chosen.map((site) => ({ root: site.root, portalId: targets[site.root] ?? '' })),
    });
  };

  return (
    <Dialog
      open
      onOpenChange={(_, { open, type }) => {
        if (!open && type !== 'backdropClick') close();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{bring.data ? 'Site imported' : 'Open a site folder'}</DialogTitle>
          <DialogContent>
            {bring.data ? (
              <ImportOutcome imported={bring.data} onClose={onClose} />
            ) : (
              <div className={styles.content}>
                <p className={styles.lead}>
                  Choose the folder or archive of an exported site, or a snapshot file. It is only read, never
                  changed.
                </p>
                <Form id={formId} onSubmit={submit}>
                  <div className={styles.line}>
                    <TextField
                      label="Folder or archive"
                      placeholder="Path of an exported site"
                      value={path}
                      onValue={change}
                      spellCheck={false}
                      autoComplete="off"
                      autoFocus
                    />
                    <Button
                      icon={<FolderIcon />}
                      disabled={busy}
                      onClick={() => {
                        choose(backend.Shell.ChooseFolder('Choose the folder of an exported site'));
                      }}
                    >
                      Folder…
                    </Button>
                    <Button
                      icon={<FileIcon />}
                      disabled={busy}
                      onClick={() => {
                        choose(backend.Shell.ChooseSiteFile());
                      }}
                    >
                      File…
                    </Button>
                  </div>
                </Form>
                {busy && <ImportProgressBar doing={inspect.isPending ? 'Reading the export' : 'Importing'} />}
                {inspect.error && (
                  <ErrorNotice
                    error={inspect.error}
                    retry={() => {
                      inspect.mutate(path.trim());
                    }}
                    instead={take}
                  />
                )}
                {bring.error && <ErrorNotice error={bring.error} retry={submit} />}
                {found?.sites.map((site) => (
                  <FoundSite
                    key={site.root}
                    site={site}
                    alone={found.sites.length === 1}
                    target={targets[site.root] ?? null}
                    disabled={busy}
                    onTarget={(target) => {
                      setTargets((old) => ({ ...old, [site.root]: target }));
                    }}
                  />
                ))}
              </div>
            )}
          </DialogContent>
          {!bring.data && (
            <DialogActions>
              {busy ? (
                <Button onClick={() => void backend.Snapshots.Cancel()}>Stop</Button>
              ) : (
                <>
                  <Button
                    appearance="primary"
                    type="submit"
                    form={formId}
                    disabledFocusable={found ? chosen.length === 0 : path.trim() === ''}
                  >
                    {verb(found, chosen)}
                  </Button>
                  <Button onClick={close}>Cancel</Button>
                </>
              )}
            </DialogActions>
          )}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function verb(found: InspectionView | undefined, chosen: readonly InspectedSite[]): string {
  if (!found) return 'Inspect';
  return chosen.length > 1 ? `Import ${String(chosen.length)} sites` : 'Import';
}

/** The only site goes to the portal the person came from; otherwise each goes where its website is known, or to a new one. */
function firstTargets(view: InspectionView, portalId: string | undefined): Targets {
  const [only] = view.sites;
  if (only && view.sites.length === 1) return { [only.root]: only.portalId ? '' : (portalId ?? '') };
  return Object.fromEntries(view.sites.map((site) => [site.root, '']));
}
