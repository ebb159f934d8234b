import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { useMedia } from '../../components/media';
import { Details } from '../../components/details';
import { CloseIcon } from '../../components/icons';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    minWidth: 0,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  words: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
  },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  body: {
    flex: '1 1 auto',
    minHeight: 0,
    overflowY: 'auto',
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
  },
});

/** Whether a panel has room beside a list. */
export const useRoomBeside = () => useMedia('(min-width: 70rem)');

/** A panel beside the list where there is room, so that the next cell is one click away; else one that covers it. */
export function Panel({
  title,
  sub,
  onClose,
  children,
}: {
  title: string;
  sub: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const beside = useRoomBeside();
  if (!beside) {
    return (
      <Details title={title} kind={sub} onClose={onClose}>
        {children}
      </Details>
    );
  }
  return (
    <Beside title={title} sub={sub} onClose={onClose}>
      {children}
    </Beside>
  );
}

function Beside({
  title,
  sub,
  onClose,
  children,
}: {
  title: string;
  sub: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    // Whoever opens a cell reads on here. Whoever came by a link stays at the page's heading.
    const before = shown.current;
    shown.current = `${title} ${sub}`;
    const replaced = before !== undefined && before !== shown.current;
    if (replaced || document.activeElement?.matches('[data-column]')) heading.current?.focus();
  }, [title, sub]);
  return (
    <aside
      aria-label={title}
      className={styles.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={styles.head}>
        <div className={styles.words}>
          <h2 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h2>
          <div className={styles.quiet}>{sub}</div>
        </div>
        <Button appearance="subtle" aria-label="Close details" icon={<CloseIcon />} onClick={onClose} />
      </div>
      {/* Scrolled with the keyboard too, so it has to take the focus. */}
      <div className={styles.body} tabIndex={0} role="region" aria-label="Explanation, scrollable">
        {children}
      </div>
    </aside>
  );
}
