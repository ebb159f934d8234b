import { makeStyles, mergeClasses, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef } from 'react';
import { useMedia } from './clock';
import { SortDownIcon, SortUpIcon } from './icons';

/** A column: how it is named, read, ordered and drawn. */
export interface Column<T extends object> {
  id: string;
  title: string;
  text: (row: T) => string; // what the filter searches, and what is shown unless `cell` draws it
  order?: (row: T) => number; // sorts by number instead of by text
  cell?: (row: T) => ReactNode;
  width: readonly [min: number, grow: number]; // least width in rem, and its share of what is left over
  wideOnly?: boolean; // left out in narrow windows; the details have it
  unsorted?: boolean;
}

/** How a list is sorted, as the address holds it: "name" or "-name". */
export type Sort = string;

const rowHeight = 44; // CSS pixels; the virtualizer needs a number
const virtualFrom = 100; // shorter lists are drawn whole, so that the browser's own search finds everything
const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const useStyles = makeStyles({
  region: {
    flex: '0 1 auto',
    minHeight: '9rem',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  row: {
    display: 'grid',
    alignItems: 'center',
    height: `${String(rowHeight)}px`,
    boxSizing: 'border-box',
    position: 'relative',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  placed: { position: 'absolute', top: 0, left: 0, right: 0 },
  dim: { color: tokens.colorNeutralForeground3 },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 2,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1 },
  },
  cell: {
    paddingInline: tokens.spacingHorizontalM,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  headCell: { paddingInline: tokens.spacingHorizontalS, fontWeight: tokens.fontWeightSemibold },
  plainHead: { paddingInline: tokens.spacingHorizontalM },
  sort: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    maxWidth: '100%',
    paddingBlock: tokens.spacingVerticalXS,
    paddingInline: tokens.spacingHorizontalXS,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  // The opener's hit area is its whole row; other controls of the row lie above it.
  opener: {
    border: 'none',
    padding: 0,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    fontWeight: tokens.fontWeightSemibold,
    textAlign: 'start',
    textDecorationLine: 'none',
    cursor: 'pointer',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    display: 'block',
    outlineStyle: 'none',
    '::after': { content: '""', position: 'absolute', inset: 0 },
    ':focus-visible::after': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
      borderRadius: tokens.borderRadiusMedium,
    },
  },
});

/** The rows in the order in which a table with this sort shows them. */
export function ordered<T extends object>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sort: Sort,
): T[] {
  const column = columns.find(({ id }) => id === sort.replace(/^-/, ''));
  if (!column) return [...rows];
  const { order, text } = column;
  const compare = order
    ? (a: T, b: T) => order(a) - order(b)
    : (a: T, b: T) => collator.compare(text(a), text(b));
  return [...rows].sort(sort.startsWith('-') ? (a, b) => compare(b, a) : compare);
}

/** The class of the one control of a row that opens it: a button or a link in the first column. */
export const useOpenerClass = () => useStyles().opener;

/** A sortable table that draws only the rows in sight. */
export function DataTable<T extends object>({
  label,
  rows,
  columns,
  rowId,
  sort,
  onSort,
  onOpen,
  dimmed,
}: {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onOpen?: (id: string) => void; // makes the first column a button; without it, the first column draws its own link
  dimmed?: (row: T) => boolean;
}) {
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const narrow = useMedia('(max-width: 62rem)');
  const shown = useMemo(() => columns.filter((c) => !narrow || !c.wideOnly), [columns, narrow]);
  const tracks = {
    gridTemplateColumns: shown
      .map((c) => `minmax(${String(c.width[0])}rem, ${String(c.width[1])}fr)`)
      .join(' '),
  };
  const least = { minWidth: `${String(shown.reduce((sum, c) => sum + c.width[0], 0))}rem` };

  const defs = useMemo(
    () =>
      shown.map((column): ColumnDef<typeof features, T> => {
        const { order, text } = column;
        return {
          id: column.id,
          accessorFn: order ?? text,
          enableSorting: !column.unsorted,
          sortFn: order
            ? (a, b) => order(a.original) - order(b.original)
            : (a, b) => collator.compare(text(a.original), text(b.original)),
        };
      }),
    [shown],
  );
  const sorting = useMemo<SortingState>(
    () => (sort === '' ? [] : [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }]),
    [sort],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: defs, data, getRowId: rowId, state: { sorting } });
  const sorted = table.getRowModel().rows;

  const region = useRef<HTMLDivElement>(null);
  const virtual = sorted.length > virtualFrom;
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
  });
  const drawn = virtual
    ? virtualizer.getVirtualItems().map(({ index, start }) => ({ index, start }))
    : sorted.map((_, index) => ({ index, start: undefined }));

  const rowOf = (index: number, start: number | undefined) => {
    const row = sorted[index];
    if (!row) return null;
    return (
      <div
        key={row.id}
        role="row"
        aria-rowindex={index + 2}
        className={mergeClasses(
          styles.row,
          start !== undefined && styles.placed,
          dimmed?.(row.original) && styles.dim,
        )}
        style={start === undefined ? tracks : { ...tracks, transform: `translateY(${String(start)}px)` }}
      >
        {shown.map((column, i) => {
          const content = column.cell?.(row.original) ?? column.text(row.original);
          return (
            <div key={column.id} role="cell" className={styles.cell} title={column.text(row.original)}>
              {i === 0 && onOpen ? (
                <button
                  type="button"
                  className={styles.opener}
                  onClick={() => {
                    onOpen(row.id);
                  }}
                  {...focusTarget}
                >
                  {content}
                </button>
              ) : (
                content
              )}
            </div>
          );
        })}
      </div>
    );
  };

  return (
    // The region can be scrolled with the keyboard, so it has to take the focus.
    <div
      ref={region}
      className={styles.region}
      tabIndex={0}
      role="region"
      aria-label={`${label}, scrollable`}
    >
      <div role="table" aria-label={label} aria-rowcount={sorted.length + 1} style={least}>
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className={mergeClasses(styles.row, styles.head)} style={tracks}>
            {shown.map((column) => (
              <SortHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          style={virtual ? { height: virtualizer.getTotalSize(), position: 'relative' } : undefined}
        >
          {drawn.map(({ index, start }) => rowOf(index, start))}
        </div>
      </div>
    </div>
  );
}

function SortHead<T extends object>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const styles = useStyles();
  const up = sort === column.id;
  const down = sort === `-${column.id}`;
  if (column.unsorted) {
    return (
      <div role="columnheader" className={mergeClasses(styles.cell, styles.headCell, styles.plainHead)}>
        {column.title}
      </div>
    );
  }
  const order = up ? 'ascending' : down ? 'descending' : 'none';
  return (
    <div role="columnheader" aria-sort={order} className={mergeClasses(styles.cell, styles.headCell)}>
      <button
        type="button"
        className={styles.sort}
        onClick={() => {
          onSort(up ? `-${column.id}` : column.id);
        }}
      >
        {column.title}
        {up && <SortUpIcon aria-hidden />}
        {down && <SortDownIcon aria-hidden />}
      </button>
    </div>
  );
}
