import { Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import type { AccessSubjects } from '../../bridge/types';
import { number } from '../../lib/text';
import { tallies, total } from './differences';
import { opening, type PermissionsPlace, type View } from './place';
import type { Side } from './scene';

const useStyles = makeStyles({
  strip: { flexShrink: 0, overflowX: 'auto', overflowY: 'hidden' },
  list: { minWidth: 'max-content' },
  apart: { marginInlineStart: tokens.spacingHorizontalXXL },
});

const ofVisitor = [
  ['pages', 'Pages'],
  ['tables', 'Tables'],
  ['website', 'Website rights'],
  ['columns', 'Columns'],
  ['files', 'Files'],
] as const;

/** Whether a view is about all roles and not about the chosen visitor. */
export const ofAllRoles = (view: View) => view === 'role-pages' || view === 'role-tables';

/** The views of one visitor, then those of all roles. While two are compared, each says how much differs. */
export function ViewTabs({
  view,
  subjects,
  sides,
  go,
}: {
  view: View;
  subjects: AccessSubjects;
  sides: readonly Side[] | undefined;
  go: (change: PermissionsPlace) => void;
}) {
  const styles = useStyles();
  const differing = useMemo(() => {
    const [before, after] = sides ?? [];
    return before && after ? tallies(subjects, before.answer, after.answer) : undefined;
  }, [subjects, sides]);
  const tab = (value: View, label: string, className?: string) => (
    <Tab
      key={value}
      id={`view-${value}`}
      value={value}
      aria-controls="permissions-view"
      className={className}
    >
      {label}
    </Tab>
  );
  return (
    <div className={styles.strip}>
      <TabList
        className={styles.list}
        size="small"
        appearance="subtle"
        aria-label="Views of the permissions"
        selectedValue={view}
        onTabSelect={(_, { value }) => {
          go({ view: value as View, q: undefined, show: undefined, right: undefined, ...opening(undefined) });
        }}
      >
        {ofVisitor.map(([value, label]) =>
          tab(value, differing ? `${label}, ${number(total(differing[value]))} differ` : label),
        )}
        {tab('role-pages', 'Roles × pages', styles.apart)}
        {tab('role-tables', 'Roles × tables')}
      </TabList>
    </div>
  );
}
