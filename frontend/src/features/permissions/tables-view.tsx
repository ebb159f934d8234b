import { makeStyles, tokens } from '@fluentui/react-components';
import { useDeferredValue, useMemo } from 'react';
import type { AccessTable } from '../../bridge/types';
import { count, matches } from '../../lib/text';
import { privilegeWord } from '../../lib/words';
import { difference } from './differences';
import { Grid, type GridColumn } from './grid';
import { privileges, reachOf, typesOf } from './letters';
import { DifferenceMark, ReachMark } from './marks';
import { NothingFits } from './nothing-fits';
import { openKey, selectedKey, type Side, type VisitorScene } from './scene';
import { cellKey } from './target';
import { type Shows, Toolbar } from './toolbar';
import { typesWord } from './words';

const shows: Shows = [
  ['', 'All tables'],
  ['some', 'With a right'],
  ['none', 'Without any right'],
  ['unknown', 'Cannot tell'],
  ['rules', 'Other rules differ'],
];

interface TableRow {
  table: AccessTable;
  index: number;
}

const useStyles = makeStyles({
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

function TableName({ table }: { table: AccessTable }) {
  const styles = useStyles();
  const named = table.permissions === 0 ? 'no permission' : count(table.permissions, 'permission');
  return (
    <div title={`${table.name}, ${named}`}>
      <div className={styles.name}>{table.name}</div> <div className={styles.quiet}>{named}</div>
    </div>
  );
}

function tableDifference(sides: readonly Side[], table: number, privilege: number) {
  const [before, after] = sides.map((side) => side.answer.tables[table]);
  if (!before || !after) return 'same';
  return difference(
    reachOf(before.reach[privilege]),
    reachOf(after.reach[privilege]),
    before.types[privilege],
    after.types[privilege],
  );
}

function fits(
  sides: readonly Side[],
  show: string | undefined,
  only: string | undefined,
  table: number,
): boolean {
  if (only !== undefined && privileges.every((_, p) => tableDifference(sides, table, p) === 'same'))
    return false;
  return sides.some(({ answer }) => {
    const { reach = '', other = '' } = answer.tables[table] ?? {};
    switch (show) {
      case 'some':
        return /[sea]/.test(reach);
      case 'none':
        return /^n*$/.test(reach);
      case 'unknown':
        return reach.includes('u');
      case 'rules':
        return reach.replaceAll('e', 's') !== other.replaceAll('e', 's');
      default:
        return true;
    }
  });
}

/** What the visitors may do with the rows of every table: six privileges, how far each reaches and by what. */
export function TablesView({ scene }: { scene: VisitorScene }) {
  const { subjects, sides, place } = scene;
  const { show, only } = place;
  const asked = useDeferredValue(place.q ?? '').trim();
  const rows = useMemo(
    () =>
      subjects.tables
        .map((table, index): TableRow => ({ table, index }))
        .filter(
          ({ table, index }) =>
            (asked === '' || matches(asked, table.name)) && fits(sides, show, only, index),
        ),
    [subjects, sides, asked, show, only],
  );
  const columns = useMemo(() => tableColumns(sides), [sides]);
  const all = subjects.tables.length;
  return (
    <>
      <Toolbar scene={scene} what="tables" shows={shows} shown={rows.length} all={all} />
      {rows.length === 0 ? (
        <NothingFits scene={scene} what="tables" all={all} />
      ) : (
        <Grid
          label="Tables"
          rows={rows}
          rowId={(row) => row.table.name}
          head={tableHead}
          columns={columns}
          columnWidth={sides.length > 1 ? 152 : 124}
          rowHeight={48}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
        />
      )}
    </>
  );
}

const tableHead = { title: 'Table', width: 200, cell: ({ table }: TableRow) => <TableName table={table} /> };

function tableColumns(sides: readonly Side[]): GridColumn<TableRow>[] {
  return privileges.flatMap((privilege, p) =>
    sides.map((side, place): GridColumn<TableRow> => {
      const last = place === sides.length - 1;
      return {
        id: `${privilege} ${side.of}`,
        title: privilegeWord(privilege),
        over: side.name || undefined,
        opens: ({ table }) =>
          cellKey({ target: { kind: 'table', id: table.name, right: privilege, column: '' }, of: side.of }),
        cell: ({ index }) => {
          const { reach, types, other } = side.answer.tables[index] ?? { reach: '', types: '', other: '' };
          const found = reachOf(reach[p]);
          const otherwise = reachOf(other[p]);
          const plain = (r: string) => (r === 'empty' ? 'some' : r);
          return (
            <ReachMark
              reach={found}
              stacked
              types={typesWord(typesOf(types[p]))}
              rulesDiffer={plain(found) !== plain(otherwise)}
            >
              {last && <DifferenceMark kind={tableDifference(sides, index, p)} />}
            </ReachMark>
          );
        },
      };
    }),
  );
}
