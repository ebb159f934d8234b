import { SearchBox, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { number } from '../../lib/text';
import type { Scene } from './scene';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
  },
  box: { flex: '1 1 12rem', maxWidth: '20rem' },
  count: { marginInlineStart: 'auto', color: tokens.colorNeutralForeground3 },
});

/** What a view may be narrowed to. The first one leaves nothing out. */
export type Shows = readonly (readonly [value: string, label: string])[];

/** Filter, choice of rows and count above a view. "/" leads to the filter from anywhere. */
export function Toolbar({
  scene,
  what,
  shows,
  shown,
  all,
  children,
}: {
  scene: Scene;
  what: string; // "pages"
  shows?: Shows;
  shown: number;
  all: number;
  children?: ReactNode;
}) {
  const styles = useStyles();
  const { place, go } = scene;
  const box = useRef<HTMLInputElement>(null);
  // The box keeps its own text: the address follows a moment later.
  const [filter, setFilter] = useState(place.q ?? '');
  useSlash(box);
  return (
    <div className={styles.bar}>
      <SearchBox
        className={styles.box}
        input={{ ref: box }}
        placeholder="Filter  /"
        aria-label={`Filter ${what}`}
        aria-keyshortcuts="/"
        value={filter}
        onChange={(_, { value }) => {
          setFilter(value);
          go({ q: value });
        }}
      />
      {shows && (
        <Select
          aria-label={`Which ${what}`}
          value={place.show ?? ''}
          onChange={(_, { value }) => {
            go({ show: value });
          }}
        >
          {shows.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
      {children}
      <Text size={200} role="status" className={styles.count}>
        {shown === all ? `${number(all)} in total` : `${number(shown)} of ${number(all)}`}
      </Text>
    </div>
  );
}

function useSlash(box: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest(
        'input, textarea, select, [contenteditable="true"]',
      );
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      box.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [box]);
}
