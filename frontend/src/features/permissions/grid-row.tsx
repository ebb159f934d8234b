import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type CSSProperties, memo, type ReactNode } from 'react';
import { CollapsedIcon, ExpandedIcon } from '../../components/icons';
import type { GridColumn, GridHead } from './grid';

const useStyles = makeStyles({
  row: {
    position: 'relative',
    boxSizing: 'border-box',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: tokens.colorNeutralBackground1,
    // Not the tokens made for hovering: in high contrast they take a foreground of their own with them.
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  tracks: { display: 'grid' },
  moved: { position: 'absolute', top: 0, left: 0, right: 0 },
  cell: {
    position: 'relative',
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    height: '100%',
    paddingInline: tokens.spacingHorizontalM,
    overflow: 'hidden',
    outlineStyle: 'none',
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  opens: {
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground4 },
  },
  selected: {
    backgroundColor: tokens.colorNeutralBackground3,
    boxShadow: `inset 0 0 0 ${tokens.strokeWidthThick} ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { outline: `${tokens.strokeWidthThick} solid Highlight` },
  },
  placed: { position: 'absolute', top: 0 },
  head: {
    position: 'sticky',
    left: 0,
    zIndex: 1,
    backgroundColor: 'inherit',
    gap: tokens.spacingHorizontalXS,
  },
  branch: { cursor: 'pointer' },
  twist: {
    flexShrink: 0,
    width: tokens.fontSizeBase400,
    fontSize: tokens.fontSizeBase400,
    color: tokens.colorNeutralForeground3,
  },
  name: { minWidth: 0, flex: '1 1 auto', overflow: 'hidden' },
  dim: { color: tokens.colorNeutralForeground3 },
});

interface RowProps<R> {
  row: R;
  index: number;
  top: number | undefined; // undefined where the rows follow each other by themselves
  height: number;
  head: GridHead<R>;
  columns: readonly GridColumn<R>[];
  columnWidth: number;
  placed: readonly { index: number; left: number }[] | undefined; // undefined where all columns are drawn
  layout: CSSProperties;
  level: number | undefined;
  open: boolean | undefined;
  active: number; // the column that takes the focus, -1 for none of this row
  selected: string | undefined;
  dim: boolean;
}

function Row<R>(props: RowProps<R>) {
  const {
    row,
    index,
    top,
    height,
    head,
    columns,
    columnWidth,
    placed,
    layout,
    level,
    open,
    active,
    selected,
    dim,
  } = props;
  const styles = useStyles();
  const cells = placed ?? columns.map((_, at) => ({ index: at, left: undefined }));
  return (
    <div
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={open}
      className={mergeClasses(
        styles.row,
        !placed && styles.tracks,
        top !== undefined && styles.moved,
        dim && styles.dim,
      )}
      style={{
        ...layout,
        height: `${String(height)}px`,
        transform: top === undefined ? undefined : `translateY(${String(top)}px)`,
      }}
    >
      <div
        role="rowheader"
        data-column={0}
        aria-colindex={1}
        tabIndex={active === 0 ? 0 : -1}
        className={mergeClasses(styles.cell, styles.head, open !== undefined && styles.branch)}
        style={placed && { width: `${String(head.width)}px` }}
      >
        {level !== undefined && (
          <>
            <span style={{ flexShrink: 0, width: `${String(Math.min(level - 1, 8))}rem` }} />
            <Twist open={open} />
          </>
        )}
        <div className={styles.name}>{head.cell(row)}</div>
      </div>
      {cells.map(({ index: at, left }) => {
        const column = columns[at];
        return (
          column && (
            <GridCell
              key={column.id}
              row={row}
              column={column}
              place={at + 1}
              left={left}
              width={columnWidth}
              takesFocus={active === at + 1}
              selected={selected}
            />
          )
        );
      })}
    </div>
  );
}

function Cell<R>({
  row,
  column,
  place,
  left,
  width,
  takesFocus,
  selected,
}: {
  row: R;
  column: GridColumn<R>;
  place: number;
  left: number | undefined; // undefined where the cells follow each other by themselves
  width: number;
  takesFocus: boolean;
  selected: string | undefined;
}) {
  const styles = useStyles();
  const key = column.opens?.(row);
  const chosen = key !== undefined && key === selected;
  return (
    <div
      role="gridcell"
      data-column={place}
      aria-colindex={place + 1}
      aria-selected={chosen ? true : undefined}
      tabIndex={takesFocus ? 0 : -1}
      className={mergeClasses(
        styles.cell,
        key !== undefined && styles.opens,
        chosen && styles.selected,
        left !== undefined && styles.placed,
      )}
      style={left === undefined ? undefined : { left: `${String(left)}px`, width: `${String(width)}px` }}
    >
      {column.cell(row)}
    </div>
  );
}

/** One cell. It stays as it is while others come into sight beside it. */
const GridCell = memo(Cell) as typeof Cell;

function Twist({ open }: { open: boolean | undefined }): ReactNode {
  const styles = useStyles();
  if (open === undefined) return <span className={styles.twist} />;
  const Icon = open ? ExpandedIcon : CollapsedIcon;
  return <Icon aria-hidden className={styles.twist} />;
}

/** One row of a grid. Drawn again only when something of its own changes, so that scrolling stays smooth. */
export const GridRow = memo(Row) as typeof Row;
