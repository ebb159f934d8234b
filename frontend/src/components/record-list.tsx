import { Button, SearchBox, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { matches, number } from '../lib/text';
import { type Column, DataTable, ordered } from './data-table';
import { FilterIcon } from './icons';
import { type ListPlace, listPlace } from './list-place';
import { Empty } from './states';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    minHeight: 0,
    flex: '1 1 auto',
  },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  box: { flex: '1 1 14rem', maxWidth: '24rem' },
  count: { color: tokens.colorNeutralForeground3, marginInlineStart: 'auto' },
});

/**
 * A list with a filter box, a count, sorting, its empty states, and the details of the record that the address names.
 */
export function RecordList<T extends object>({
  label,
  rows,
  columns,
  rowId,
  firstSort,
  alsoMatch,
  filters,
  filtered = false,
  clearFilters,
  empty,
  dimmed,
  details,
  tools,
}: {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  firstSort: string;
  alsoMatch?: (row: T) => string; // texts that the filter finds although no column shows them
  filters?: ReactNode;
  filtered?: boolean; // whether `filters` leave something out
  clearFilters?: () => void;
  empty: ReactNode;
  dimmed?: (row: T) => boolean;
  details?: (row: T, close: () => void) => ReactNode;
  tools?: (shown: () => T[]) => ReactNode; // what can be done with the rows as they are shown
}) {
  const styles = useStyles();
  const place: ListPlace = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (change: ListPlace) =>
    navigate({
      to: '.',
      search: ((old: ListPlace) => listPlace({ ...old, ...change })) as never,
      replace: true,
    });

  // The box keeps its own text: the address follows a moment later.
  const [filter, setFilter] = useState(place.q ?? '');
  const asked = useDeferredValue(filter).trim();
  const fitting = useMemo(
    () =>
      asked === ''
        ? rows
        : rows.filter((row) => matches(asked, ...columns.map((c) => c.text(row)), alsoMatch?.(row) ?? '')),
    [asked, rows, columns, alsoMatch],
  );
  const open = place.record === undefined ? undefined : rows.find((row) => rowId(row) === place.record);
  const change = (text: string) => {
    setFilter(text);
    void go({ q: text });
  };

  if (rows.length === 0 && !filtered) return empty;
  return (
    <div className={styles.list}>
      <div className={styles.bar}>
        <SearchBox
          className={styles.box}
          placeholder="Filter"
          aria-label={`Filter ${label.toLowerCase()}`}
          value={filter}
          onChange={(_, { value }) => {
            change(value);
          }}
        />
        {filters}
        <Text className={styles.count} role="status" size={200}>
          {fitting.length === rows.length
            ? `${number(rows.length)} in total`
            : `${number(fitting.length)} of ${number(rows.length)}`}
        </Text>
        {tools?.(() => ordered(fitting, columns, place.sort ?? firstSort))}
      </div>
      {fitting.length === 0 ? (
        <Empty
          icon={<FilterIcon />}
          title="Nothing fits the filter"
          actions={
            <Button
              onClick={() => {
                change('');
                clearFilters?.();
              }}
            >
              Clear filter
            </Button>
          }
        />
      ) : (
        <DataTable
          label={label}
          rows={fitting}
          columns={columns}
          rowId={rowId}
          sort={place.sort ?? firstSort}
          onSort={(sort) => void go({ sort })}
          onOpen={details && ((record) => void go({ record }))}
          dimmed={dimmed}
        />
      )}
      {open !== undefined && details?.(open, () => void go({ record: undefined }))}
    </div>
  );
}
