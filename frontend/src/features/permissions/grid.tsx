import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { GridRow } from './grid-row';
import { type GridPosition, moved } from './grid-keys';

/** A column of cells. */
export interface GridColumn<R> {
  id: string;
  title: string;
  over?: string; // a word above the title, for columns that belong together
  cell: (row: R) => ReactNode;
  opens?: (row: R) => string | undefined; // the key of what the cell explains
}

/** The first column, which names the rows and stays in sight. */
export interface GridHead<R> {
  title: string;
  width: number; // least width, CSS pixels
  cell: (row: R) => ReactNode;
}

/** What makes rows branches of a tree. */
export interface GridTree<R> {
  level: (row: R) => number; // 1 at the top
  open: (row: R) => boolean | undefined; // undefined for a row without rows below
  toggle: (row: R) => void;
}

// CSS pixels; the virtualizers need numbers.
const wholeUpTo = 24; // so many columns are drawn whole and share the width; more are drawn only where in sight
const rowsWholeUpTo = 60;

const useStyles = makeStyles({
  region: {
    flex: '1 1 auto',
    minHeight: '14rem',
    minWidth: 0,
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  grid: { position: 'relative', minWidth: '100%' },
  body: { position: 'relative' },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 3,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
  },
  tracks: { display: 'grid' },
  headCell: {
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    minWidth: 0,
    height: '100%',
    paddingInline: tokens.spacingHorizontalM,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase200,
  },
  placed: { position: 'absolute', top: 0 },
  corner: { position: 'sticky', left: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground2 },
  title: { maxHeight: `calc(2 * ${tokens.lineHeightBase200})`, overflow: 'hidden', overflowWrap: 'anywhere' },
  over: {
    fontSize: tokens.fontSizeBase100,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

/** Where the cell of a key is; the first one when there is none. */
function positionOf<R>(
  rows: readonly R[],
  columns: readonly GridColumn<R>[],
  key: string | undefined,
): GridPosition {
  if (key !== undefined) {
    for (const [row, of] of rows.entries()) {
      const column = columns.findIndex((c) => c.opens?.(of) === key);
      if (column >= 0) return { row, column: column + 1 };
    }
  }
  return { row: 0, column: 0 };
}

/** Keeps one place drawn wherever it is, so that the focus is never lost. */
const keeping = (place: number) => (range: Range) => {
  const drawn = defaultRangeExtractor(range);
  if (drawn.includes(place) || place < 0 || place >= range.count) return drawn;
  return [...drawn, place].sort((a, b) => a - b);
};

/**
 * Cells in rows and columns, of which only those in sight are drawn. One cell takes the focus: arrow keys move it, Home,
 * End and the page keys jump, Enter and Space open what the cell explains.
 */
export function Grid<R>({
  label,
  rows,
  rowId,
  head,
  columns,
  columnWidth,
  rowHeight = 36,
  headHeight = 44,
  tree,
  selected,
  onOpen,
  dimmed,
}: {
  label: string;
  rows: readonly R[];
  rowId: (row: R) => string;
  head: GridHead<R>;
  columns: readonly GridColumn<R>[];
  columnWidth: number; // least width of a cell, CSS pixels
  rowHeight?: number; // CSS pixels
  headHeight?: number; // CSS pixels
  tree?: GridTree<R>;
  selected?: string; // the key of the open cell
  onOpen: (key: string) => void;
  dimmed?: (row: R) => boolean;
}) {
  const styles = useStyles();
  const region = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(() => positionOf(rows, columns, selected));
  const focusWanted = useRef(false);
  const active: GridPosition = {
    row: Math.max(0, Math.min(wanted.row, rows.length - 1)),
    column: Math.min(wanted.column, columns.length),
  };

  const virtualRows = rows.length > rowsWholeUpTo;
  const virtualColumns = columns.length > wholeUpTo;
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: 5,
    scrollMargin: headHeight,
    rangeExtractor: keeping(active.row),
    enabled: virtualRows,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => region.current,
    estimateSize: () => columnWidth,
    overscan: 2,
    scrollMargin: head.width,
    rangeExtractor: keeping(active.column - 1),
    enabled: virtualColumns,
  });
  const drawnColumns = virtualColumns
    ? across
        .getVirtualItems()
        .map(({ index }) => index)
        .join()
    : undefined;
  const placed = useMemo(
    () =>
      drawnColumns
        ?.split(',')
        .filter(Boolean)
        .map((index) => ({ index: Number(index), left: head.width + Number(index) * columnWidth })),
    [drawnColumns, head.width, columnWidth],
  );
  const drawnRows = virtualRows
    ? down.getVirtualItems().map(({ index, start }) => ({ index, top: start - headHeight }))
    : rows.map((_, index) => ({ index, top: undefined }));

  const width = head.width + columns.length * columnWidth;
  const layout = useMemo(
    () =>
      placed
        ? { width: `${String(width)}px` }
        : {
            minWidth: `${String(width)}px`,
            gridTemplateColumns: `minmax(${String(head.width)}px, 2fr) repeat(${String(columns.length)}, minmax(${String(columnWidth)}px, 1fr))`,
          },
    [placed, width, head.width, columns.length, columnWidth],
  );

  const activeCell = () =>
    region.current?.querySelector<HTMLElement>(
      `[data-row="${String(active.row)}"] > [data-column="${String(active.column)}"]`,
    );
  useEffect(() => {
    // Who comes by a link to a cell sees it.
    if (selected !== undefined) activeCell()?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    const cell = activeCell();
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  const go = (to: GridPosition) => {
    focusWanted.current = true;
    setWanted(to);
  };
  const act = ({ row: at, column }: GridPosition) => {
    const row = rows[at];
    if (row === undefined) return;
    const key = column > 0 ? columns[column - 1]?.opens?.(row) : undefined;
    if (key !== undefined) onOpen(key);
    else if (column === 0 && tree?.open(row) !== undefined) tree.toggle(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || !(event.target as HTMLElement).matches('[data-column]')) return;
    const row = rows[active.row];
    if (row === undefined) return;
    const open = tree && active.column === 0 ? tree.open(row) : undefined;
    if (event.key === 'Enter' || event.key === ' ') act(active);
    else if (tree && ((event.key === 'ArrowRight' && open === false) || (event.key === 'ArrowLeft' && open)))
      tree.toggle(row);
    else {
      const page = Math.max(1, Math.floor((region.current?.clientHeight ?? 0) / rowHeight) - 2);
      const to = moved(event, active, { rows: rows.length, columns: columns.length + 1, page });
      if (!to) return;
      go(to);
    }
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
    const row = cell?.closest<HTMLElement>('[data-row]');
    if (!cell || !row) return;
    const to = { row: Number(row.dataset.row), column: Number(cell.dataset.column) };
    setWanted(to);
    cell.focus({ preventScroll: true });
    act(to);
  };

  return (
    // What is scrolled into sight must not come to lie below the sticky head and first column.
    <div
      ref={region}
      className={styles.region}
      style={{ scrollPadding: `${String(headHeight)}px 0 0 ${String(head.width)}px` }}
    >
      <div
        role={tree ? 'treegrid' : 'grid'}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        className={styles.grid}
        style={placed ? { width: layout.width } : { minWidth: layout.minWidth }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div role="rowgroup" className={styles.head} style={{ height: `${String(headHeight)}px` }}>
          <div
            role="row"
            aria-rowindex={1}
            className={mergeClasses(!placed && styles.tracks)}
            style={{ ...layout, height: '100%' }}
          >
            <div
              role="columnheader"
              aria-colindex={1}
              className={mergeClasses(styles.headCell, styles.corner)}
              style={placed && { width: `${String(head.width)}px` }}
            >
              <span className={styles.title}>{head.title}</span>
            </div>
            {(placed ?? columns.map((_, index) => ({ index, left: undefined }))).map(({ index, left }) => (
              <HeadCell key={index} index={index} left={left} width={columnWidth} column={columns[index]} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={styles.body}
          style={virtualRows ? { height: `${String(down.getTotalSize())}px` } : undefined}
        >
          {drawnRows.map(({ index, top }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <GridRow
                key={rowId(row)}
                row={row}
                index={index}
                top={top}
                height={rowHeight}
                head={head}
                columns={columns}
                columnWidth={columnWidth}
                placed={placed}
                layout={layout}
                level={tree?.level(row)}
                open={tree?.open(row)}
                active={index === active.row ? active.column : -1}
                selected={selected}
                dim={dimmed?.(row) ?? false}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell<R>({
  column,
  index,
  left,
  width,
}: {
  column: GridColumn<R> | undefined;
  index: number;
  left: number | undefined;
  width: number;
}) {
  const styles = useStyles();
  if (!column) return null;
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      title={column.over ? `${column.over}: ${column.title}` : column.title}
      className={mergeClasses(styles.headCell, left !== undefined && styles.placed)}
      style={left === undefined ? undefined : { left: `${String(left)}px`, width: `${String(width)}px` }}
    >
      {column.over && <span className={styles.over}>{column.over}</span>}{' '}
      <span className={styles.title}>{column.title}</span>
    </div>
  );
}
