import { Button, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { CopyIcon, DoneIcon } from './icons';

const useStyles = makeStyles({
  row: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    maxWidth: '100%',
  },
  value: { overflowWrap: 'anywhere', minWidth: 0 },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  hidden: { position: 'absolute', clipPath: 'inset(50%)', overflow: 'hidden', whiteSpace: 'nowrap' },
});

/** Copies a text and says so, for eyes and for ears. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const styles = useStyles();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = window.setTimeout(() => {
      setState('idle');
    }, 2500);
    return () => {
      window.clearTimeout(timer);
    };
  }, [state]);
  const said = { idle: '', copied: `${what} copied`, refused: 'The system did not allow copying' }[state];
  return (
    <>
      <Tooltip relationship="label" content={said || `Copy ${what}`}>
        <Button
          appearance="subtle"
          size="small"
          icon={state === 'copied' ? <DoneIcon /> : <CopyIcon />}
          onClick={() => {
            navigator.clipboard.writeText(text).then(
              () => {
                setState('copied');
              },
              () => {
                setState('refused');
              },
            );
          }}
        />
      </Tooltip>
      <span role="status" className={styles.hidden}>
        {said}
      </span>
    </>
  );
}

/** A value that support calls need, with a button that copies it. */
export function Copyable({
  text,
  what,
  shown,
  prose = false,
}: {
  text: string;
  what: string;
  shown?: string;
  prose?: boolean; // set in the page's own letters, for addresses and names
}) {
  const styles = useStyles();
  return (
    <span className={styles.row}>
      <span className={mergeClasses(styles.value, !prose && styles.mono)}>{shown ?? text}</span>
      <CopyButton text={text} what={what} />
    </span>
  );
}
