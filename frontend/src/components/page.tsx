import { Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL} ${tokens.spacingVerticalXXXL}`,
    boxSizing: 'border-box',
    maxWidth: '92rem',
    minWidth: 0,
    '@media (max-width: 50rem)': { padding: tokens.spacingHorizontalL },
  },
  // A page whose list takes the height that is left and scrolls by itself; on very low windows the page scrolls too.
  fill: { height: '100%', minHeight: '30rem', paddingBottom: tokens.spacingVerticalXL },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: tokens.spacingVerticalM,
  },
  // The words rather break than push the actions below them.
  words: { display: 'grid', gap: tokens.spacingVerticalXS, minWidth: 0, flex: '1 1 24rem' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
  },
  lead: { color: tokens.colorNeutralForeground2, maxWidth: '52rem' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

/** A page: its heading, which takes the focus after a change of page, a sentence, its actions and its content. */
export function Page({
  title,
  lead,
  before,
  actions,
  fill = false,
  children,
}: {
  title: string;
  lead?: ReactNode;
  before?: ReactNode;
  actions?: ReactNode;
  fill?: boolean;
  children: ReactNode;
}) {
  const styles = useStyles();
  const heading = useHeading(title);
  return (
    <div className={mergeClasses(styles.page, fill && styles.fill)}>
      <div className={styles.head}>
        <div className={styles.words}>
          {before}
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {lead && <Text className={styles.lead}>{lead}</Text>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

let pagesShown = 0;

/** Names the window after the page and moves the focus to its heading, except for the first page after the start. */
function useHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === 'Gatehouse' ? title : `${title} – Gatehouse`;
  }, [title]);
  useEffect(() => {
    pagesShown += 1;
    // A page may change below an open dialog, whose focus is its own: taking it would hide the dialog from everybody
    // who does not look at the screen.
    const covered = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
    if (pagesShown > 1 && !covered) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
