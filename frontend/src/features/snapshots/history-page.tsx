import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { historyQuery } from '../../bridge/queries';
import type { SnapshotRow } from '../../bridge/types';
import { useActions } from '../../components/actions';
import { Fact, Facts } from '../../components/card';
import { Copyable } from '../../components/copy';
import type { Column } from '../../components/column';
import { Details } from '../../components/details';
import { EditIcon, ExportIcon, FolderIcon, RemoveIcon } from '../../components/icons';
import { Moment, StackedMoment } from '../../components/moment';
import { RecordList } from '../../components/record-list';
import { Empty, Loaded } from '../../components/states';
import { count } from '../../lib/text';
import { local, moment, utc } from '../../lib/time';
import { dataModelWord, formatWord } from '../../lib/words';
import { DeleteSnapshot, DescribeSnapshot, ExportSnapshot } from './history-dialogs';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** All snapshots of a portal, newest first. The newest one is what the other tabs show. */
export function HistoryPage() {
  const { portalId = '' } = useParams({ strict: false });
  const query = useQuery(historyQuery(portalId));
  return (
    <Loaded query={query} what="snapshots" lines={6}>
      {(snapshots) => <History portalId={portalId} snapshots={snapshots} />}
    </Loaded>
  );
}

const title = (row: SnapshotRow) => row.name || `Snapshot of ${local(row.takenAt)}`;

const problems = (row: SnapshotRow) =>
  row.errors + row.warnings === 0
    ? 'None'
    : [row.errors && count(row.errors, 'error'), row.warnings && count(row.warnings, 'warning')]
        .filter(Boolean)
        .join(', ');

type Asked = { what: 'describe' | 'delete' | 'export'; row: SnapshotRow } | undefined;

const alsoMatch = (row: SnapshotRow) => `${row.note} ${row.path} ${row.fingerprint}`;

function History({ portalId, snapshots }: { portalId: string; snapshots: readonly SnapshotRow[] }) {
  const { importSite } = useActions();
  const [asked, setAsked] = useState<Asked>();
  const newest = snapshots[0]?.id;
  const columns = useMemo(
    (): Column<SnapshotRow>[] => [
      { id: 'name', title: 'Name', text: title, width: [14.5, 2] },
      {
        id: 'taken',
        title: 'Read',
        text: (row) => local(row.takenAt),
        order: (row) => -moment(row.takenAt),
        cell: (row) => <StackedMoment value={row.takenAt} />,
        hint: (row) => `${local(row.takenAt)} · ${utc(row.takenAt)}`,
        width: [14.5, 1.4],
      },
      {
        id: 'format',
        title: 'Format',
        text: (row) => formatWord(row.format),
        width: [11, 1],
        wideOnly: true,
      },
      { id: 'problems', title: 'Problems', text: problems, width: [8.5, 0.8] },
      {
        id: 'use',
        title: 'Shown',
        text: (row) => (row.id === newest ? 'In the other tabs' : 'Earlier'),
        width: [9, 0.8],
      },
    ],
    [newest],
  );
  const close = () => {
    setAsked(undefined);
  };
  return (
    <>
      <RecordList
        label="Snapshots"
        rows={snapshots}
        columns={columns}
        rowId={(row) => row.id}
        firstSort="taken"
        alsoMatch={alsoMatch}
        empty={
          <Empty
            icon={<FolderIcon />}
            title="No site was imported for this portal yet"
            actions={
              <Button
                appearance="primary"
                onClick={() => {
                  importSite({ portalId });
                }}
              >
                Import site…
              </Button>
            }
          >
            Each import of a changed site becomes a snapshot, so that points in time can be told apart.
          </Empty>
        }
        details={(row, done) => (
          <SnapshotDetails
            row={row}
            onClose={done}
            onAsk={(next) => {
              // A dialog takes the panel's place: two layers over the page would hide each other from screen readers.
              done();
              setAsked(next);
            }}
          />
        )}
      />
      {asked?.what === 'describe' && <DescribeSnapshot row={asked.row} onClose={close} />}
      {asked?.what === 'delete' && (
        <DeleteSnapshot row={asked.row} title={title(asked.row)} onClose={close} />
      )}
      {asked?.what === 'export' && <ExportSnapshot row={asked.row} onClose={close} />}
    </>
  );
}

function SnapshotDetails({
  row,
  onClose,
  onAsk,
}: {
  row: SnapshotRow;
  onClose: () => void;
  onAsk: (asked: Asked) => void;
}) {
  const styles = useStyles();
  return (
    <Details title={title(row)} kind="Snapshot" onClose={onClose}>
      <div className={styles.bar}>
        <Button
          icon={<EditIcon />}
          onClick={() => {
            onAsk({ what: 'describe', row });
          }}
        >
          Name and note…
        </Button>
        <Button
          icon={<ExportIcon />}
          onClick={() => {
            onAsk({ what: 'export', row });
          }}
        >
          Export…
        </Button>
        <Button
          icon={<RemoveIcon />}
          onClick={() => {
            onAsk({ what: 'delete', row });
          }}
        >
          Delete…
        </Button>
      </div>
      <Facts>
        {row.note && <Fact name="Note">{row.note}</Fact>}
        <Fact name="Read">
          <Moment value={row.takenAt} />
        </Fact>
        <Fact name="Path">
          <Copyable text={row.path} what="path" />
        </Fact>
        <Fact name="Format">{`${formatWord(row.format)}, ${dataModelWord(row.dataModel)}`}</Fact>
        {row.domain && <Fact name="Domain">{row.domain}</Fact>}
        <Fact name="Complete">{row.complete ? 'Yes' : 'No, parts could not be read'}</Fact>
        <Fact name="Problems">{problems(row)}</Fact>
        <Fact name="Fingerprint">
          <Copyable text={row.fingerprint} what="fingerprint" />
        </Fact>
      </Facts>
    </Details>
  );
}
