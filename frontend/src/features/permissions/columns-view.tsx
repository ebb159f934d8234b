import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ColumnTable } from '../../bridge/types';
import { count, matches } from '../../lib/text';
import { Notice } from '../../components/notice';
import { Empty } from '../../components/states';
import { columnOf, difference, verdict } from './differences';
import { Grid, type GridColumn, type GridTree } from './grid';
import { columnRights, reachOf } from './letters';
import { DifferenceMark, ReachMark, VerdictMark } from './marks';
import { NothingFits } from './nothing-fits';
import { openKey, selectedKey, type Side, type VisitorScene } from './scene';
import { cellKey } from './target';
import { Toolbar } from './toolbar';
import { columnRightWord, columnWord } from './words';

interface ColumnRow {
  table: string;
  column: string; // "" for the table's own line
  open: boolean | undefined;
}

const useStyles = makeStyles({
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  table: { fontWeight: tokens.fontWeightSemibold },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

const tableOf = (side: Side, table: string): ColumnTable | undefined =>
  side.answer.columns.find((t) => t.table === table);

/** How many columns the Web API exposes, in words. */
function listed(table: ColumnTable | undefined): string {
  if (!table || table.columns.length === 0) return '';
  return table.allColumns ? 'every column' : count(table.columns.length, 'column');
}

function columnDifference(sides: readonly Side[], { table, column }: ColumnRow, at: number) {
  const [before, after] = sides;
  if (!before || !after) return 'same';
  if (column === '') {
    const [one, other] = [tableOf(before, table), tableOf(after, table)];
    return difference(verdict(one?.exposed), verdict(other?.exposed));
  }
  return difference(
    reachOf(columnOf(before.answer, table, column)?.reach[at]),
    reachOf(columnOf(after.answer, table, column)?.reach[at]),
  );
}

/** What the visitors reach through the Web API: which tables it exposes, and what may be done with each column. */
export function ColumnsView({ scene }: { scene: VisitorScene }) {
  const { subjects, sides, place } = scene;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const asked = useDeferredValue(place.q ?? '').trim();
  const tables = sides.at(-1)?.answer.columns;
  const rows = useMemo(() => {
    const differs = (row: ColumnRow) =>
      place.only === undefined || columnRights.some((_, at) => columnDifference(sides, row, at) !== 'same');
    return (tables ?? []).flatMap(({ table, columns }): ColumnRow[] => {
      const below = columns
        .map(({ column }): ColumnRow => ({ table, column, open: undefined }))
        .filter((row) => (asked === '' || matches(asked, table, row.column)) && differs(row));
      const own: ColumnRow = {
        table,
        column: '',
        open: below.length > 0 ? !collapsed.has(table) : undefined,
      };
      if (below.length === 0 && ((asked !== '' && !matches(asked, table)) || !differs(own))) return [];
      return own.open ? [own, ...below] : [own];
    });
  }, [tables, sides, asked, place.only, collapsed]);
  const tree = useMemo(
    (): GridTree<ColumnRow> => ({
      level: (row) => (row.column === '' ? 1 : 2),
      open: (row) => row.open,
      toggle: ({ table }) => {
        setCollapsed((old) => {
          const next = new Set(old);
          if (!next.delete(table)) next.add(table);
          return next;
        });
      },
    }),
    [],
  );
  const columns = useMemo(() => columnColumns(sides), [sides]);
  const all = (tables ?? []).length;
  if (all === 0) {
    return (
      <Empty title="The Web API exposes no table">
        No site setting “Webapi/…/enabled” is in the export, so nobody reaches a table that way.
      </Empty>
    );
  }
  return (
    <>
      {subjects.enhancedAuthorization === 'yes' && (
        <Notice intent="info" title="Column security profiles decide">
          The site uses enhanced authorization. Column security profiles are part of the environment and not
          of an export, so what they narrow cannot be told here.
        </Notice>
      )}
      <Toolbar scene={scene} what="tables" shown={rows.filter((row) => row.column === '').length} all={all} />
      {rows.length === 0 ? (
        <NothingFits scene={scene} what="tables" all={all} />
      ) : (
        <Grid
          label="Web API and columns"
          rows={rows}
          rowId={(row) => `${row.table} ${row.column}`}
          head={{
            title: 'Table and column',
            width: 300,
            cell: (row) => <ColumnName row={row} table={tables?.find((t) => t.table === row.table)} />,
          }}
          columns={columns}
          columnWidth={sides.length > 1 ? 170 : 140}
          rowHeight={48}
          tree={tree}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
        />
      )}
    </>
  );
}

function ColumnName({ row, table }: { row: ColumnRow; table: ColumnTable | undefined }) {
  const styles = useStyles();
  const how = listed(table);
  const why = table?.why ?? '';
  if (row.column !== '') return <div className={styles.name}>{columnWord(row.column)}</div>;
  return (
    <div title={why}>
      <div className={styles.name}>
        <span className={styles.table}>{row.table}</span> <span className={styles.quiet}>{how}</span>
      </div>{' '}
      <div className={mergeClasses(styles.name, styles.quiet)}>{why}</div>
    </div>
  );
}

function columnColumns(sides: readonly Side[]): GridColumn<ColumnRow>[] {
  const last = sides.length - 1;
  const over = (side: Side) => side.name || undefined;
  return [
    ...sides.map((side, place): GridColumn<ColumnRow> => ({
      id: `exposed ${side.of}`,
      title: 'Exposed',
      over: over(side),
      cell: (row) => {
        const table = tableOf(side, row.table);
        if (row.column !== '' || !table) return null;
        return (
          <VerdictMark verdict={verdict(table.exposed)}>
            {place === last && <DifferenceMark kind={columnDifference(sides, row, 0)} />}
          </VerdictMark>
        );
      },
    })),
    ...[1, 0, 2].flatMap((at) =>
      sides.map((side, place): GridColumn<ColumnRow> => {
        const right = columnRights[at] ?? 'read';
        return {
          id: `${right} ${side.of}`,
          title: columnRightWord(right),
          over: over(side),
          opens: ({ table, column }) =>
            column === ''
              ? undefined
              : cellKey({ target: { kind: 'column', id: table, right, column }, of: side.of }),
          cell: (row) => {
            const found = row.column === '' ? undefined : columnOf(side.answer, row.table, row.column);
            if (!found) return null;
            return (
              <ReachMark reach={reachOf(found.reach[at])} rulesDiffer={found.reach[at] !== found.other[at]}>
                {place === last && <DifferenceMark kind={columnDifference(sides, row, at)} />}
              </ReachMark>
            );
          },
        };
      }),
    ),
  ];
}
