import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import type { AccessTable, TableMatrix } from '../../bridge/types';
import { Loaded } from '../../components/states';
import { matches } from '../../lib/text';
import { privilegeWord } from '../../lib/words';
import { tableMatrixQuery } from './api';
import { Grid, type GridColumn } from './grid';
import { privileges, reachOf, typesOf } from './letters';
import { ReachMark, Said } from './marks';
import { columnKind, columnVisitor, MatrixTools } from './matrix-tools';
import { NothingGranted } from './page-matrix-view';
import { openKey, type Scene, selectedKey } from './scene';
import { cellKey } from './target';
import { Toolbar } from './toolbar';
import { columnName, typesWord } from './words';

/** One privilege on one table. */
interface PrivilegeRow {
  table: AccessTable;
  privilege: (typeof privileges)[number];
  place: number; // place in TableMatrix.row
  first: boolean; // of its table
}

const rights = [['', 'All privileges'], ...privileges.map((p) => [p, privilegeWord(p)] as const)] as const;

const useStyles = makeStyles({
  line: { display: 'flex', gap: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
  table: { flex: '1 1 auto', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  first: { fontWeight: tokens.fontWeightSemibold },
  again: { color: tokens.colorNeutralForeground3 },
  privilege: { flexShrink: 0, width: '5rem' },
});

function RowName({ row }: { row: PrivilegeRow }) {
  const styles = useStyles();
  return (
    <span className={styles.line} title={`${row.table.name}, ${privilegeWord(row.privilege)}`}>
      <span className={mergeClasses(styles.table, row.first ? styles.first : styles.again)}>
        {row.table.name}
      </span>{' '}
      <span className={styles.privilege}>{privilegeWord(row.privilege)}</span>
    </span>
  );
}

/** How far each privilege on each table reaches: for everybody and for every role. */
export function TableMatrixView({ scene }: { scene: Scene }) {
  const { portalId, basis, place } = scene;
  const query = useQuery(tableMatrixQuery(portalId, basis, place.mode ?? 'with'));
  return (
    <Loaded query={query} what="who may do what with the tables" lines={8}>
      {(matrix) => <Matrix scene={scene} matrix={matrix} />}
    </Loaded>
  );
}

function Matrix({ scene, matrix }: { scene: Scene; matrix: TableMatrix }) {
  const { subjects, place } = scene;
  const { right, mode } = place;
  const refusals = place.all === 'yes';
  const asked = useDeferredValue(place.q ?? '').trim();
  const rows = useMemo(
    () =>
      subjects.tables.flatMap((table, t): PrivilegeRow[] => {
        if (asked !== '' && !matches(asked, table.name)) return [];
        return privileges
          .map((privilege, p) => ({ table, privilege, place: t * privileges.length + p }))
          .filter((row) => right === undefined || row.privilege === right)
          .filter((row) => refusals || /[^n]/.test(matrix.rows[matrix.row[row.place] ?? -1]?.reach ?? ''))
          .map((row, i) => ({ ...row, first: i === 0 }));
      }),
    [subjects, matrix, asked, right, refusals],
  );
  const columns = useMemo(
    () =>
      matrix.columns.map((column, at): GridColumn<PrivilegeRow> => ({
        id: `${column.kind} ${column.id}`,
        title: columnName(column),
        over: columnKind(column, subjects),
        opens: ({ table, privilege }) =>
          cellKey({
            target: { kind: 'table', id: table.name, right: privilege, column: '' },
            of: columnVisitor(column, mode),
          }),
        cell: (row) => {
          const found = matrix.rows[matrix.row[row.place] ?? -1];
          const reach = reachOf(found?.reach[at]);
          if (reach === 'none' && !refusals) return <Said>None</Said>;
          return <ReachMark stacked reach={reach} types={typesWord(typesOf(found?.types[at]))} />;
        },
      })),
    [matrix, subjects, refusals, mode],
  );
  const all = subjects.tables.length;
  return (
    <>
      <Toolbar scene={scene} what="tables" shown={new Set(rows.map((row) => row.table)).size} all={all}>
        <MatrixTools scene={scene} rights={rights} />
      </Toolbar>
      {rows.length === 0 ? (
        <NothingGranted scene={scene} what="tables" all={all} />
      ) : (
        <Grid
          label="Roles and tables"
          rows={rows}
          rowId={(row) => `${row.table.name} ${row.privilege}`}
          head={rowHead}
          columns={columns}
          columnWidth={144}
          rowHeight={48}
          headHeight={64}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
        />
      )}
    </>
  );
}

const rowHead = {
  title: 'Table and privilege',
  width: 250,
  cell: (row: PrivilegeRow) => <RowName row={row} />,
};
