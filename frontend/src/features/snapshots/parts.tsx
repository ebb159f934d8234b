import { Badge, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { RoleRef } from '../../bridge/types';
import { MissingIcon } from '../../components/icons';
import { InactiveBadge } from '../../components/details';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalSNudge, minWidth: 0 },
  wrap: { flexWrap: 'wrap' },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis' },
  missing: {
    display: 'inline-flex',
    verticalAlign: 'bottom',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    color: tokens.colorStatusWarningForeground1,
  },
  sign: { flexShrink: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Says in words that a record names something the export does not hold. */
export function Missing({ what, id }: { what: string; id?: string }) {
  const styles = useStyles();
  return (
    <span className={styles.missing}>
      <MissingIcon aria-hidden className={styles.sign} />
      {what} not in the export{id ? ` (${id})` : ''}
    </span>
  );
}

/** A record's name, with its state when it is switched off. */
export function RecordName({
  name,
  active,
  extra,
}: {
  name: string;
  active: boolean;
  extra?: React.ReactNode;
}) {
  const styles = useStyles();
  return (
    <span className={styles.line}>
      <span className={mergeClasses(styles.cut, name === '' && styles.quiet)}>
        {name || 'Without a name'}
      </span>
      {!active && <InactiveBadge />}
      {extra}
    </span>
  );
}

/** The roles a record names, as one text for searching, sorting and narrow cells. */
export const roleText = (roles: readonly RoleRef[]) =>
  roles.map((role) => (role.missing ? 'Role not in the export' : role.name)).join(', ');

/** The roles a record names. */
export function Roles({
  roles,
  none,
  whole = false,
}: {
  roles: readonly RoleRef[];
  none: string;
  whole?: boolean;
}) {
  const styles = useStyles();
  if (roles.length === 0) return <span className={styles.quiet}>{none}</span>;
  if (!whole) {
    // In a table cell: one line of words that may be cut at the end.
    const missing = roles.filter((role) => role.missing).length;
    const held = roles.filter((role) => !role.missing).map((role) => role.name);
    return (
      <>
        {missing > 0 && <Missing what={missing === 1 ? 'Role' : `${String(missing)} roles`} />}
        {missing > 0 && held.length > 0 && ', '}
        {held.join(', ')}
      </>
    );
  }
  return (
    <span className={mergeClasses(styles.line, styles.wrap)}>
      {roles.map((role) =>
        role.missing ? (
          <Missing key={role.id} what="Role" id={role.id} />
        ) : (
          <Badge key={role.id} appearance="tint" color="informative">
            {role.name}
          </Badge>
        ),
      )}
    </span>
  );
}

/** The flag that gives a role to everybody of a kind. Roles are known by flag, never by name. */
export function FlagBadge({ label, meaning }: { label: string; meaning: string }) {
  return (
    <Tooltip relationship="description" content={meaning}>
      <Badge appearance="tint" color="brand">
        {label}
      </Badge>
    </Tooltip>
  );
}
