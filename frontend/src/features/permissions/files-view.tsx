import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { useDeferredValue, useMemo } from 'react';
import type { ContentAnswers, ForumAnswers } from '../../bridge/types';
import { InactiveBadge } from '../../components/details';
import { matches } from '../../lib/text';
import { contentDifference, contentFits, contentRights } from './content-answer';
import { contentColumns, contentShows } from './content-cell';
import { Grid, type GridColumn } from './grid';
import { verdictOf } from './letters';
import { DifferenceMark, VerdictMark } from './marks';
import { NothingFits } from './nothing-fits';
import { openKey, selectedKey, type VisitorScene } from './scene';
import { cellKey } from './target';
import { Toolbar } from './toolbar';
import { pageName } from './words';

interface FileRow {
  id: string;
  kind: 'file' | 'forum';
  index: number;
  name: string;
  under: string;
  active: boolean;
}

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap' },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

function FileName({ row }: { row: FileRow }) {
  const styles = useStyles();
  return (
    <span className={styles.line} title={`${row.name} ${row.under}`}>
      {row.kind === 'forum' && (
        <Badge appearance="outline" color="informative">
          Forum
        </Badge>
      )}
      <span className={styles.cut}>{row.name || 'Without a name'}</span>
      {!row.active && <InactiveBadge />} <span className={styles.quiet}>{row.under}</span>
    </span>
  );
}

/** The answers about forums in the shape of those about files; what decided is part of the explanation alone. */
const asContent = (forums: ForumAnswers): ContentAnswers => ({
  ...forums,
  readBy: '',
  changeBy: '',
  readFrom: [],
  changeFrom: [],
});

/** What the visitors may do with files, and with forums, which are judged alike. */
export function FilesView({ scene }: { scene: VisitorScene }) {
  const { subjects, sides, place } = scene;
  const { show, only } = place;
  const asked = useDeferredValue(place.q ?? '').trim();
  const rows = useMemo(() => {
    const files = sides.map((side) => side.answer.files);
    const forums = sides.map((side) => asContent(side.answer.forums));
    const all: FileRow[] = [
      ...subjects.files.map((file, index): FileRow => {
        const page = subjects.pages[file.page];
        const under = file.url || (page ? `on ${pageName(page)}` : 'on no page');
        return { id: file.id, kind: 'file', index, name: file.name, under, active: file.active };
      }),
      ...subjects.forums.map((forum, index): FileRow => ({ ...forum, kind: 'forum', index, under: '' })),
    ];
    return all.filter(
      (row) =>
        (asked === '' || matches(asked, row.name, row.under, row.id)) &&
        contentFits(row.kind === 'file' ? files : forums, show, only, row.index),
    );
  }, [subjects, sides, asked, show, only]);
  const columns = useMemo(() => fileColumns({ subjects, sides }), [subjects, sides]);
  const all = subjects.files.length + subjects.forums.length;
  return (
    <>
      <Toolbar scene={scene} what="files" shows={contentShows('files')} shown={rows.length} all={all} />
      {rows.length === 0 ? (
        <NothingFits scene={scene} what="files" all={all} />
      ) : (
        <Grid
          label="Files"
          rows={rows}
          rowId={(row) => `${row.kind} ${row.id}`}
          head={fileHead}
          columns={columns}
          columnWidth={sides.length > 1 ? 170 : 190}
          rowHeight={sides.length > 1 ? 48 : undefined}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
        />
      )}
    </>
  );
}

const fileHead = { title: 'File', width: 300, cell: (row: FileRow) => <FileName row={row} /> };

/** The columns of files, of which lines about forums have their own cells. */
function fileColumns(scene: Pick<VisitorScene, 'subjects' | 'sides'>): GridColumn<FileRow>[] {
  const { subjects, sides } = scene;
  const all = sides.map((side) => asContent(side.answer.forums));
  const ofFiles = contentColumns<FileRow>(scene, 'file', (side) => side.answer.files);
  return contentRights
    .flatMap((right) => sides.map((side, place) => ({ right, side, place })))
    .map(({ right, side, place }, i): GridColumn<FileRow> => {
      const column = ofFiles[i];
      const letters = side.answer.forums[right];
      const other = side.answer.forums[right === 'read' ? 'otherRead' : 'otherChange'];
      return {
        id: `${right} ${side.of}`,
        title: column?.title ?? '',
        over: column?.over,
        opens: (row) =>
          row.kind === 'file'
            ? column?.opens?.(row)
            : cellKey({
                target: { kind: 'forum', id: subjects.forums[row.index]?.id ?? '', right, column: '' },
                of: side.of,
              }),
        cell: (row) =>
          row.kind === 'file' ? (
            column?.cell(row)
          ) : (
            <VerdictMark
              verdict={verdictOf(letters[row.index])}
              rulesDiffer={letters[row.index] !== other[row.index]}
            >
              {place === sides.length - 1 && (
                <DifferenceMark kind={contentDifference(all, right, row.index)} />
              )}
            </VerdictMark>
          ),
      };
    });
}
