import { Skeleton, SkeletonItem, Text, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ErrorNotice } from './notice';

const useStyles = makeStyles({
  empty: {
    display: 'grid',
    justifyItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalXXL}`,
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: tokens.fontSizeHero900, lineHeight: 1, color: tokens.colorNeutralForeground3 },
  words: { display: 'grid', gap: tokens.spacingVerticalXS, maxWidth: '32rem' },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: tokens.spacingHorizontalS },
  lines: { display: 'grid', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
});

/** A list that has nothing to show: why, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      {icon && (
        <div className={styles.icon} aria-hidden>
          {icon}
        </div>
      )}
      <div className={styles.words}>
        <Text weight="semibold" size={400} align="center">
          {title}
        </Text>
        {children && <Text align="center">{children}</Text>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** The shape of a list that is on its way. */
export function Loading({ what, lines = 5 }: { what: string; lines?: number }) {
  const styles = useStyles();
  return (
    <Skeleton aria-label={`Loading ${what}`} className={styles.lines}>
      {Array.from({ length: lines }, (_, i) => (
        <SkeletonItem key={i} size={24} />
      ))}
    </Skeleton>
  );
}

/** The part of a query that decides which state is shown. */
interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** Shows a query's loading or failed state where its data would be, and the data once it is there. */
export function Loaded<T>({
  query,
  what,
  lines,
  children,
}: {
  query: Asked<T>;
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return <Loading what={what} lines={lines} />;
}
