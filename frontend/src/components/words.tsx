import { Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { createContext, useCallback, useContext } from 'react';
import { glossary, type Names, otherWord, type TermId, word } from '../lib/words';

/** The vocabulary that comes first; the app sets it from the settings. */
export const NamesContext = createContext<Names>('power-pages');

export const useNames = () => useContext(NamesContext);

/** Gives the word for a thing under the current setting; `many` for the plural. */
export function useWord(): (id: TermId, many?: boolean) => string {
  const names = useNames();
  return useCallback((id, many = false) => word(id, names, many), [names]);
}

const useStyles = makeStyles({
  term: {
    textDecorationLine: 'underline',
    textDecorationStyle: 'dotted',
    textDecorationColor: tokens.colorNeutralStroke1,
    textUnderlineOffset: tokens.spacingVerticalXXS,
    cursor: 'help',
  },
});

/** A word of the glossary whose tooltip has its meaning, its other name and how it is stored. */
export function Term({ id, many = false, children }: { id: TermId; many?: boolean; children?: string }) {
  const styles = useStyles();
  const names = useNames();
  const { meaning, stored } = glossary[id];
  const other = otherWord(id, names);
  return (
    <Tooltip
      relationship="description"
      content={
        <>
          <div>{meaning}</div>
          {other && <div>{other}</div>}
          {stored && <div>Stored as {stored}</div>}
        </>
      }
    >
      <span className={styles.term}>{children ?? word(id, names, many)}</span>
    </Tooltip>
  );
}
