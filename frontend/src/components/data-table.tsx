import { makeStyles, mergeClasses, tokens, useEventCallback } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { type Column, columnSets, leastWidth, type Sort } from './column';
import { SortDownIcon, SortUpIcon } from './icons';
import { useCountMedia } from './media';
import { rowHeight, TableRow, useGrid } from './table-row';

const virtualFrom = 40; // a shorter list is drawn whole; a longer one would make typing into its filter lag

const useStyles = makeStyles({
  region: {
    flex: '0 1 auto',
    minHeight: '9rem',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 2,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1 },
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
});

/** A table that draws only the rows in sight, in the order in which they are given. Its heads ask for another order. */
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
  const grid = useGrid();
  const sets = useMemo(() => columnSets(columns), [columns]);
  const tooWide = useCountMedia(
    useMemo(() => sets.map(({ from }) => `(max-width: ${String(from - 0.01)}rem)`), [sets]),
  );
  const shown = sets[Math.min(tooWide, sets.length - 1)]?.columns ?? columns;
  const tracks = shown.map((c) => `minmax(${String(c.width[0])}rem, ${String(c.width[1])}fr)`).join(' ');
  const least = { minWidth: `${String(leastWidth(shown))}rem` };
  const open = useEventCallback((id: string) => onOpen?.(id));

  const region = useRef<HTMLDivElement>(null);
  const virtual = rows.length > virtualFrom;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    enabled: virtual,
  });
  const drawn: { index: number; start?: number }[] = virtual
    ? virtualizer.getVirtualItems()
    : rows.map((_, index) => ({ index }));

  return (
    // The region can be scrolled with the keyboard, so it has to take the focus.
    <div
      ref={region}
      className={styles.region}
      tabIndex={0}
      role="region"
      aria-label={`${label}, scrollable`}
    >
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} style={least}>
        <div role="rowgroup">
          <div
            role="row"
            aria-rowindex={1}
            className={mergeClasses(grid.row, styles.head)}
            style={{ gridTemplateColumns: tracks }}
          >
            {shown.map((column) => (
              <SortHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          style={virtual ? { height: virtualizer.getTotalSize(), position: 'relative' } : undefined}
        >
          {drawn.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const id = rowId(row);
            return (
              <TableRow
                key={id}
                id={id}
                row={row}
                index={index}
                start={start}
                columns={shown}
                tracks={tracks}
                dim={dimmed?.(row) ?? false}
                open={onOpen && open}
              />
            );
          })}
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
  const grid = useGrid();
  const up = sort === column.id;
  const down = sort === `-${column.id}`;
  if (column.unsorted) {
    return (
      <div role="columnheader" className={mergeClasses(grid.cell, styles.headCell, styles.plainHead)}>
        {column.title}
      </div>
    );
  }
  const order = up ? 'ascending' : down ? 'descending' : 'none';
  return (
    <div role="columnheader" aria-sort={order} className={mergeClasses(grid.cell, styles.headCell)}>
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
