import { makeStyles, mergeClasses, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { memo, type ReactNode } from 'react';
import type { Column } from './column';

export const rowHeight = 44; // CSS pixels; the virtualizer needs a number

/** How a row and its cells stand; a table's head has the same grid. */
export const useGrid = makeStyles({
  row: {
    display: 'grid',
    alignItems: 'center',
    height: `${String(rowHeight)}px`,
    boxSizing: 'border-box',
    position: 'relative',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  cell: {
    paddingInline: tokens.spacingHorizontalM,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

const useStyles = makeStyles({
  placed: { position: 'absolute', top: 0, left: 0, right: 0 },
  dim: { color: tokens.colorNeutralForeground3 },
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

/** The class of the one control of a row that opens it: a button or a link in the first column. */
export const useOpenerClass = () => useStyles().opener;

function Row<T extends object>({
  id,
  row,
  index,
  start,
  columns,
  tracks,
  dim,
  open,
}: {
  id: string;
  row: T;
  index: number;
  start?: number; // pixels from the top, where only the rows in sight are drawn
  columns: readonly Column<T>[];
  tracks: string;
  dim: boolean;
  open?: (id: string) => void;
}) {
  const styles = useStyles();
  const grid = useGrid();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={mergeClasses(grid.row, start !== undefined && styles.placed, dim && styles.dim)}
      style={{
        gridTemplateColumns: tracks,
        transform: start === undefined ? undefined : `translateY(${String(start)}px)`,
      }}
    >
      {columns.map(({ id: column, text, cell, hint = text }, i) => {
        const content = cell?.(row) ?? text(row);
        return (
          <div key={column} role="cell" className={grid.cell} title={hint(row)}>
            {i === 0 && open ? (
              <Opener
                open={() => {
                  open(id);
                }}
              >
                {content}
              </Opener>
            ) : (
              content
            )}
          </div>
        );
      })}
    </div>
  );
}

/** A row of a table. It is drawn anew only where something of it has changed: scrolling moves thousands past. */
export const TableRow = memo(Row) as typeof Row;

function Opener({ open, children }: { open: () => void; children: ReactNode }) {
  const styles = useStyles();
  return (
    <button type="button" className={styles.opener} onClick={open} {...useRestoreFocusTarget()}>
      {children}
    </button>
  );
}
