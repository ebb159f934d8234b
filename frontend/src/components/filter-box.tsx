import { SearchBox, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';

const rest = 250; // milliseconds without typing, after which the address follows

const useStyles = makeStyles({ box: { flex: '1 1 14rem', maxWidth: '24rem' } });

/**
 * The box in which a person types what a list is to show. The list answers in the frame in which the letter appears: only
 * rows in sight are drawn, and to put that off would cost a frame more. The address follows when the typing rests or the
 * box is left.
 */
export function FilterBox({
  label,
  first,
  onFocus,
  onAsk,
  onRest,
}: {
  label: string; // of the list
  first: string;
  onFocus: () => void; // typing is about to begin
  onAsk: (words: string) => void; // with every letter
  onRest: (text: string) => void;
}) {
  const styles = useStyles();
  const [text, setText] = useState(first);
  const waiting = useRef<number>(undefined);
  const stop = () => {
    window.clearTimeout(waiting.current);
    waiting.current = undefined;
  };
  useEffect(() => stop, []);
  const settle = (value: string) => {
    stop();
    onRest(value);
  };
  return (
    <SearchBox
      className={styles.box}
      placeholder="Filter"
      aria-label={`Filter ${label.toLowerCase()}`}
      value={text}
      onFocus={onFocus}
      onBlur={() => {
        if (waiting.current !== undefined) settle(text);
      }}
      onChange={(_, { value }) => {
        setText(value);
        onAsk(value.trim());
        stop();
        waiting.current = window.setTimeout(settle, rest, value);
      }}
    />
  );
}
