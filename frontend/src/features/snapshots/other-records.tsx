import { Select } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { OtherRecordView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import { Copyable } from '../../components/copy';
import type { Column } from '../../components/column';
import { Details } from '../../components/details';
import { HealthyIcon } from '../../components/icons';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { number, place } from '../../lib/text';
import { recordReason, recordUseWord, recordUses } from './record-use';

/** Two records of a file can share their id, so their position is their key. */
interface Numbered extends OtherRecordView {
  number: string;
}

function title(r: OtherRecordView): string {
  if (r.count > 1) return `${number(r.count)} records`;
  return r.name || r.id || 'Record without a name';
}

const alsoMatch = (r: Numbered) => `${r.id} ${r.file}`;

/** The records that are not simply used, and why. */
export function OtherRecords({ records }: { records: readonly OtherRecordView[] }) {
  const [use, setUse] = useState('');
  const rows = useMemo(
    () =>
      records
        .map((r, i): Numbered => ({ ...r, number: `record-${String(i + 1)}` }))
        .filter((r) => use === '' || r.use === use),
    [records, use],
  );
  const columns = useMemo(
    (): Column<Numbered>[] => [
      { id: 'record', title: 'Record', text: title, width: [12, 2] },
      { id: 'kind', title: 'Kind', text: (r) => r.kind, width: [9.5, 1] },
      { id: 'use', title: 'What became of it', text: (r) => recordUseWord(r.use), width: [10.5, 1] },
      { id: 'reason', title: 'Why', text: recordReason, width: [14, 3] },
      {
        id: 'place',
        title: 'File and line',
        text: (r) => place(r.file, r.line),
        width: [14, 2],
        wideOnly: true,
      },
    ],
    [],
  );
  return (
    <RecordList
      label="Records that are not simply used"
      rows={rows}
      columns={columns}
      rowId={(r) => r.number}
      firstSort="use"
      alsoMatch={alsoMatch}
      filtered={use !== ''}
      clearFilters={() => {
        setUse('');
      }}
      filters={
        <Select
          aria-label="What became of the record"
          value={use}
          onChange={(_, { value }) => {
            setUse(value);
          }}
        >
          <option value="">All of them</option>
          {Object.entries(recordUses)
            .filter(([value]) => value !== 'used')
            .map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
        </Select>
      }
      empty={
        <Empty icon={<HealthyIcon />} title="Every record is used">
          None is inactive or a duplicate, and each finds what it names.
        </Empty>
      }
      details={(r, close) => (
        <Details title={title(r)} kind={r.kind} onClose={close}>
          <Facts>
            <Fact name="What became of it">{recordUseWord(r.use)}</Fact>
            {r.reason && <Fact name="Why">{r.reason}</Fact>}
            {r.id && (
              <Fact name="Record id">
                <Copyable text={r.id} what="record id" />
              </Fact>
            )}
            <Fact name="File">
              <Copyable text={place(r.file, r.line)} what="file and line" />
            </Fact>
            {r.missing.map((m) => (
              <Fact key={`${m.field} ${m.id}`} name={`Names a ${m.kind} that is not there`}>
                <Copyable text={m.id} what={`id in ${m.field}`} />
              </Fact>
            ))}
          </Facts>
        </Details>
      )}
    />
  );
}
