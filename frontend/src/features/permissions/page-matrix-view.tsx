import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ContentMatrix } from '../../bridge/types';
import { FilterIcon } from '../../components/icons';
import { Empty, Loaded } from '../../components/states';
import { pageMatrixQuery } from './api';
import { Grid, type GridColumn } from './grid';
import { sourceOf, verdictOf } from './letters';
import { Said, VerdictMark } from './marks';
import { columnKind, columnVisitor, MatrixTools } from './matrix-tools';
import { NothingFits } from './nothing-fits';
import { PageTitle } from './page-title';
import type { PageRow } from './page-tree';
import { openKey, type Scene, selectedKey } from './scene';
import { cellKey } from './target';
import { Toolbar } from './toolbar';
import { usePageRows } from './use-page-rows';
import { columnName, sourceWord } from './words';

/** Who may read or change which page: everybody and every role, beside the tree of pages. */
export function PageMatrixView({ scene }: { scene: Scene }) {
  const { portalId, basis, place } = scene;
  const query = useQuery(pageMatrixQuery(portalId, basis, place.mode ?? 'with'));
  return (
    <Loaded query={query} what="who may do what with the pages" lines={8}>
      {(matrix) => <Matrix scene={scene} matrix={matrix} />}
    </Loaded>
  );
}

function Matrix({ scene, matrix }: { scene: Scene; matrix: ContentMatrix }) {
  const { subjects, place } = scene;
  const right = place.right === 'change' ? 'change' : 'read';
  const refusals = place.all === 'yes';
  const granted = useMemo(
    () => matrix.row.map((row) => /[au]/.test(matrix.rows[row]?.[right] ?? '')),
    [matrix, right],
  );
  const { rows, tree } = usePageRows(scene, refusals ? undefined : granted);
  const columns = useMemo(
    () =>
      matrix.columns.map((column, at): GridColumn<PageRow> => ({
        id: `${column.kind} ${column.id}`,
        title: columnName(column),
        over: columnKind(column, subjects),
        opens: ({ page }) =>
          cellKey({
            target: { kind: 'page', id: page.id, right, column: '' },
            of: columnVisitor(column, place.mode),
          }),
        cell: ({ index }) => {
          const row = matrix.rows[matrix.row[index] ?? -1];
          const verdict = verdictOf(row?.[right][at]);
          if (verdict === 'deny' && !refusals) return <Said>No</Said>;
          const source = sourceOf(row?.[right === 'read' ? 'readBy' : 'changeBy'][at]);
          return (
            <VerdictMark
              stacked
              verdict={verdict}
              source={source}
              because={sourceWord(source, undefined, verdict)}
            />
          );
        },
      })),
    [matrix, subjects, right, refusals, place.mode],
  );
  const all = subjects.pages.length;
  const shown = rows.filter((row) => row.fits).length;
  return (
    <>
      <Toolbar scene={scene} what="pages" shown={shown} all={all}>
        <MatrixTools
          scene={scene}
          rights={[
            ['', 'Read'],
            ['change', 'Change'],
          ]}
        />
      </Toolbar>
      {rows.length === 0 ? (
        <NothingGranted scene={scene} what="pages" all={all} />
      ) : (
        <Grid
          label="Roles and pages"
          rows={rows}
          rowId={(row) => row.page.id}
          head={pageHead}
          columns={columns}
          columnWidth={144}
          rowHeight={48}
          headHeight={64}
          tree={tree}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
          dimmed={(row) => !row.fits}
        />
      )}
    </>
  );
}

const pageHead = { title: 'Page', width: 250, cell: (row: PageRow) => <PageTitle row={row} /> };

/** A matrix without rows: because of the filter, or because nobody gets anything. */
export function NothingGranted({ scene, what, all }: { scene: Scene; what: string; all: number }) {
  const { place, go } = scene;
  if (all === 0 || place.q !== undefined || place.all === 'yes') {
    return <NothingFits scene={scene} what={what} all={all} />;
  }
  return (
    <Empty
      icon={<FilterIcon />}
      title="Nobody has this right"
      actions={
        <Button
          onClick={() => {
            go({ all: 'yes' });
          }}
        >
          Show refusals too
        </Button>
      }
    />
  );
}
