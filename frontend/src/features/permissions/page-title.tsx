import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { InactiveBadge } from '../../components/details';
import { MissingIcon, OwnRuleIcon } from '../../components/icons';
import { Said } from './marks';
import type { PageRow } from './page-tree';
import { pageName } from './words';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    whiteSpace: 'nowrap',
  },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis' },
  // The path gives way before the name does.
  name: { flexShrink: 0.01 },
  path: {
    flexShrink: 100,
    minWidth: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  sign: { flexShrink: 0, color: tokens.colorNeutralForeground2 },
});

/** A page in the tree: its name and path, and what is special about it. */
export function PageTitle({ row }: { row: PageRow }) {
  const styles = useStyles();
  const { page, language } = row;
  if (language) {
    return (
      <span className={styles.line} title={`${pageName(page)} in ${language.language}`}>
        <span className={styles.cut}>Content page {language.language}</span>
      </span>
    );
  }
  return (
    <span className={styles.line} title={`${pageName(page)} ${page.url}`}>
      <span className={mergeClasses(styles.cut, styles.name)}>{pageName(page)}</span>
      {page.own && (
        <span className={styles.sign} title="Has page permissions of its own">
          <OwnRuleIcon aria-hidden />
          <Said> has page permissions of its own </Said>
        </span>
      )}
      {!page.active && <InactiveBadge />}
      {page.detached && (
        <Badge appearance="outline" color="warning" icon={<MissingIcon />}>
          No way up
        </Badge>
      )}{' '}
      <span className={mergeClasses(styles.cut, styles.path)}>{page.url || 'no path'}</span>
    </span>
  );
}
