import {
  Tag,
  TagPicker,
  TagPickerControl,
  TagPickerGroup,
  TagPickerInput,
  TagPickerList,
  TagPickerOption,
  makeStyles,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { AccessRole } from '../../bridge/types';
import { matches } from '../../lib/text';

const useStyles = makeStyles({
  picker: { flex: '1 1 14rem', minWidth: '12rem', maxWidth: '34rem' },
  input: { minWidth: '3rem' },
});

const shownAtMost = 100;

/** What tells a role apart from others: its flags, and why it does not count. */
function remark(role: AccessRole): string {
  return [
    role.anonymous && 'flag: anonymous users',
    role.authenticated && 'flag: authenticated users',
    role.why,
    role.namesakes > 0 && 'another role has the same name',
  ]
    .filter(Boolean)
    .join(' · ');
}

const nameOf = (role: AccessRole) => role.name || `Role without a name (${role.id})`;

/** The chip of a role: its name as stored, and that it is a flag's where it is. */
const chip = (role: AccessRole) =>
  role.anonymous || role.authenticated ? `${nameOf(role)} (flag)` : nameOf(role);

/** The roles a visitor is given, as chips, and a box that finds more. */
export function RolePicker({
  roles,
  chosen,
  onChosen,
}: {
  roles: readonly AccessRole[];
  chosen: readonly string[];
  onChosen: (ids: string[]) => void;
}) {
  const styles = useStyles();
  const [search, setSearch] = useState('');
  const offered = roles
    .filter((role) => !chosen.includes(role.id))
    .filter((role) => search.trim() === '' || matches(search.trim(), role.name, remark(role), role.id))
    .slice(0, shownAtMost);
  const title = (id: string) => {
    const role = roles.find((r) => r.id === id);
    return role ? chip(role) : id;
  };
  return (
    <div className={styles.picker}>
      <TagPicker
        selectedOptions={[...chosen]}
        onOptionSelect={(_, { selectedOptions }) => {
          setSearch('');
          onChosen(selectedOptions.filter((id) => id !== ''));
        }}
      >
        <TagPickerControl>
          <TagPickerGroup aria-label="Web roles given">
            {chosen.map((id) => (
              <Tag key={id} value={id} shape="rounded" dismissIcon={{ 'aria-label': 'Remove' }}>
                {title(id)}
              </Tag>
            ))}
          </TagPickerGroup>
          <TagPickerInput
            className={styles.input}
            aria-label="Add a web role"
            placeholder={chosen.length === 0 ? 'Add a web role' : ''}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
            }}
          />
        </TagPickerControl>
        <TagPickerList>
          {offered.length === 0 ? (
            <TagPickerOption value="" aria-disabled text="">
              {roles.length === 0 ? 'The export holds no web roles' : 'No further role fits'}
            </TagPickerOption>
          ) : (
            offered.map((role) => (
              <TagPickerOption
                key={role.id}
                value={role.id}
                text={nameOf(role)}
                secondaryContent={remark(role) || undefined}
              >
                {nameOf(role)}
              </TagPickerOption>
            ))
          )}
        </TagPickerList>
      </TagPicker>
    </div>
  );
}
