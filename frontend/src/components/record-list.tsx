import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { number } from '../lib/text';
import { type Column, finder, ordered } from './column';
import { DataTable } from './data-table';
import { FilterBox } from './filter-box';
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
  tools?: (shown: readonly T[]) => ReactNode; // what can be done with the rows, as they are shown
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

  const sort = place.sort ?? firstSort;
  const sorted = useMemo(() => ordered(rows, columns, sort), [rows, columns, sort]);
  const { prepare, find } = useMemo(() => finder(columns, alsoMatch), [columns, alsoMatch]);
  const [asked, setAsked] = useState((place.q ?? '').trim());
  const fitting = useMemo(() => (asked === '' ? sorted : find(sorted, asked)), [sorted, find, asked]);
  const open = place.record === undefined ? undefined : rows.find((row) => rowId(row) === place.record);
  const [cleared, setCleared] = useState(0);

  if (rows.length === 0 && !filtered) return empty;
  return (
    <div className={styles.list}>
      <div className={styles.bar}>
        <FilterBox
          key={cleared}
          label={label}
          first={asked}
          onFocus={() => {
            prepare(rows);
          }}
          onAsk={setAsked}
          onRest={(q) => void go({ q })}
        />
        {filters}
        <Text className={styles.count} role="status" size={200}>
          {fitting.length === rows.length
            ? `${number(rows.length)} in total`
            : `${number(fitting.length)} of ${number(rows.length)}`}
        </Text>
        {tools?.(fitting)}
      </div>
      {fitting.length === 0 ? (
        <Empty
          icon={<FilterIcon />}
          title="Nothing fits the filter"
          actions={
            <Button
              onClick={() => {
                setAsked('');
                setCleared(cleared + 1);
                void go({ q: '' });
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
          sort={sort}
          onSort={(wanted) => void go({ sort: wanted })}
          onOpen={details && ((record) => void go({ record }))}
          dimmed={dimmed}
        />
      )}
      {open !== undefined && details?.(open, () => void go({ record: undefined }))}
    </div>
  );
}
