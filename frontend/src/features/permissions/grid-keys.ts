/** A cell of a grid by its place; column 0 is the one that names the rows. */
export interface GridPosition {
  row: number;
  column: number;
}

/** Where a key leads from a cell; undefined for a key that does not move. */
export function moved(
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { row, column }: GridPosition,
  size: { rows: number; columns: number; page: number },
): GridPosition | undefined {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const within = (to: GridPosition): GridPosition => ({
    row: Math.max(0, Math.min(to.row, lastRow)),
    column: Math.max(0, Math.min(to.column, lastColumn)),
  });
  switch (key) {
    case 'ArrowDown':
      return within({ row: ctrlKey ? lastRow : row + 1, column });
    case 'ArrowUp':
      return within({ row: ctrlKey ? 0 : row - 1, column });
    case 'ArrowRight':
      return within({ row, column: ctrlKey ? lastColumn : column + 1 });
    case 'ArrowLeft':
      return within({ row, column: ctrlKey ? 0 : column - 1 });
    case 'PageDown':
      return within({ row: row + size.page, column });
    case 'PageUp':
      return within({ row: row - size.page, column });
    case 'Home':
      return within({ row: ctrlKey ? 0 : row, column: 0 });
    case 'End':
      return within({ row: ctrlKey ? lastRow : row, column: lastColumn });
    default:
      return undefined;
  }
}
