import { Select, Tab, TabList, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { FileView, ProblemView, SiteView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import { Copyable } from '../../components/copy';
import type { Column } from '../../components/column';
import { Details } from '../../components/details';
import { HealthyIcon } from '../../components/icons';
import { SeverityIcon, severityWord } from '../../components/problems';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { useNames } from '../../components/words';
import { count, number, place } from '../../lib/text';
import { dataModelWord, formatWord, kindWord } from '../../lib/words';
import { Latest } from './latest';
import { OtherRecords } from './other-records';
import { recordsSentence } from './record-use';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalSNudge },
  counts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(15rem, 1fr))',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
  },
  count: {
    display: 'flex',
    justifyContent: 'space-between',
    paddingBlock: tokens.spacingVerticalXS,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  value: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  scroll: { overflow: 'auto', minHeight: 0, display: 'grid', gap: tokens.spacingVerticalL },
});

/** What became of every file and record of the newest import, what is doubtful, and how much of each kind there is. */
export function ReadingPage() {
  return <Latest what="reading report">{(site) => <Reading site={site} />}</Latest>;
}

type Part = 'problems' | 'files' | 'records' | 'source';

function Reading({ site }: { site: SiteView }) {
  const [part, setPart] = useState<Part>(site.problems.length > 0 ? 'problems' : 'files');
  const { files, errors, warnings, notes } = site.snapshot;
  const all = files.used + files.ignored + files.unreadable;
  return (
    <>
      <Text>
        {`${count(all, 'file')}: ${number(files.used)} used, ${number(files.ignored)} ignored, ${number(files.unreadable)} unreadable. `}
        {recordsSentence(site.records)}
        {` ${count(errors, 'error')}, ${count(warnings, 'warning')} and ${count(notes, 'note')}.`}
      </Text>
      <TabList
        size="small"
        appearance="subtle"
        aria-label="Parts of the reading"
        selectedValue={part}
        onTabSelect={(_, { value }) => {
          setPart(value as Part);
        }}
      >
        <Tab value="problems">Problems</Tab>
        <Tab value="files">Files</Tab>
        <Tab value="records">Records</Tab>
        <Tab value="source">Counts and source</Tab>
      </TabList>
      {part === 'problems' && <ProblemList problems={site.problems} />}
      {part === 'files' && <FileList files={site.files} />}
      {part === 'records' && <OtherRecords records={site.otherRecords} />}
      {part === 'source' && <Source site={site} />}
    </>
  );
}

const rank = (severity: string) => ['error', 'warning', 'note'].indexOf(severity);

/** Problems have no id of their own, so their position is it. */
interface Numbered extends ProblemView {
  number: string;
}

const alsoMatch = (p: Numbered) => `${p.hint} ${p.record}`;

function ProblemList({ problems }: { problems: readonly ProblemView[] }) {
  const styles = useStyles();
  const rows = useMemo(
    () => problems.map((p, i): Numbered => ({ ...p, number: `problem-${String(i + 1)}` })),
    [problems],
  );
  const columns = useMemo(
    (): Column<Numbered>[] => [
      { id: 'message', title: 'Problem', text: (p) => p.message, width: [22, 4] },
      {
        id: 'severity',
        title: 'Severity',
        text: (p) => severityWord(p.severity),
        order: (p) => rank(p.severity),
        cell: (p) => (
          <span className={styles.line}>
            <SeverityIcon severity={p.severity} />
            {severityWord(p.severity)}
          </span>
        ),
        width: [8, 0.6],
      },
      { id: 'place', title: 'File and line', text: (p) => place(p.file, p.line), width: [14, 3] },
    ],
    [styles],
  );
  return (
    <RecordList
      label="Problems"
      rows={rows}
      columns={columns}
      rowId={(p) => p.number}
      firstSort="severity"
      alsoMatch={alsoMatch}
      empty={
        <Empty icon={<HealthyIcon />} title="Nothing to report">
          Every file was read without a problem.
        </Empty>
      }
      details={(p, close) => (
        <Details title={p.message} kind={severityWord(p.severity)} onClose={close}>
          <Facts>
            {p.hint && <Fact name="What to do">{p.hint}</Fact>}
            {p.file && (
              <Fact name="File">
                <Copyable text={place(p.file, p.line)} what="file and line" />
              </Fact>
            )}
            {p.record && (
              <Fact name="Record id">
                <Copyable text={p.record} what="record id" />
              </Fact>
            )}
          </Facts>
        </Details>
      )}
    />
  );
}

const uses: Record<string, string> = { used: 'Used', ignored: 'Ignored', unreadable: 'Unreadable' };
const becameWord = (use: string) => uses[use] ?? use;

function FileList({ files }: { files: readonly FileView[] }) {
  const [use, setUse] = useState('');
  const rows = useMemo(() => (use === '' ? files : files.filter((f) => f.use === use)), [files, use]);
  const columns = useMemo(
    (): Column<FileView>[] => [
      { id: 'path', title: 'File', text: (f) => f.path, width: [20, 3] },
      { id: 'use', title: 'What became of it', text: (f) => becameWord(f.use), width: [9, 1] },
      {
        id: 'reason',
        title: 'Why',
        text: (f) =>
          f.line > 0 ? `${f.reason} (line ${String(f.line)}, column ${String(f.column)})` : f.reason,
        width: [16, 3],
      },
    ],
    [],
  );
  return (
    <RecordList
      label="Files"
      rows={rows}
      columns={columns}
      rowId={(f) => f.path}
      firstSort="path"
      dimmed={(f) => f.use === 'ignored'}
      filtered={use !== ''}
      clearFilters={() => {
        setUse('');
      }}
      filters={
        <Select
          aria-label="What became of the file"
          value={use}
          onChange={(_, { value }) => {
            setUse(value);
          }}
        >
          <option value="">All files</option>
          {Object.entries(uses).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      }
      empty={<Empty title="The export holds no files" />}
    />
  );
}

function Source({ site }: { site: SiteView }) {
  const styles = useStyles();
  const names = useNames();
  const { snapshot } = site;
  return (
    <div className={styles.scroll}>
      <Facts>
        <Fact name="Path">
          <Copyable text={snapshot.path} what="path" />
        </Fact>
        {snapshot.root !== '.' && snapshot.root !== '' && <Fact name="Folder within">{snapshot.root}</Fact>}
        <Fact name="Format">{formatWord(snapshot.format)}</Fact>
        <Fact name="Data model">{dataModelWord(snapshot.dataModel)}</Fact>
        <Fact name="Fingerprint">
          <Copyable text={snapshot.fingerprint} what="fingerprint" />
        </Fact>
        {snapshot.domain && <Fact name="Domain">{snapshot.domain}</Fact>}
        <Fact name="Complete">{snapshot.complete ? 'Yes' : 'No, parts could not be read'}</Fact>
      </Facts>
      <dl className={styles.counts} aria-label="Records by kind">
        {snapshot.counts.map(({ kind, count: n }) => (
          <div key={kind} className={styles.count}>
            <dt>{kindWord(kind, names)}</dt>
            <dd className={styles.value}>{number(n)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
