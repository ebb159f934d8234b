import { Tooltip } from '@fluentui/react-components';
import { useMemo } from 'react';
import type { SiteView, TablePermissionView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import type { Column } from '../../components/column';
import { Details, RecordFacts } from '../../components/details';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { Term, useWord } from '../../components/words';
import { accessTypeMeaning, accessTypeWord, glossary, privilegeWord } from '../../lib/words';
import { Latest } from './latest';
import { Missing, RecordName, Roles, roleText } from './parts';

/** The table permissions of a portal's newest snapshot. */
export function TablePermissionsPage() {
  return <Latest what="table permissions">{(site) => <List site={site} />}</Latest>;
}

const privilegeText = (permission: TablePermissionView) =>
  permission.privileges.map(privilegeWord).join(', ');

const isChild = (permission: TablePermissionView) => permission.accessType === 'parent';

const alsoMatch = (p: TablePermissionView) => `${p.relationship} ${p.id} ${glossary.tablePermission.stored}`;

function List({ site }: { site: SiteView }) {
  const word = useWord();
  const columns = useMemo(
    (): Column<TablePermissionView>[] => [
      {
        id: 'name',
        title: 'Name',
        text: (p) => p.name,
        cell: (p) => <RecordName name={p.name} active={p.active} />,
        width: [12.75, 2],
      },
      { id: 'table', title: 'Table', text: (p) => p.table, width: [7.25, 1] },
      {
        id: 'access',
        title: word('accessType'),
        text: (p) => accessTypeWord(p.accessType),
        cell: (p) => (
          <Tooltip relationship="description" content={accessTypeMeaning(p.accessType)}>
            <span>{accessTypeWord(p.accessType)}</span>
          </Tooltip>
        ),
        width: [7, 0.6],
      },
      {
        id: 'privileges',
        title: 'Privileges',
        text: (p) => privilegeText(p) || 'None',
        order: (p) => p.privileges.length,
        width: [10, 1.6],
      },
      {
        id: 'roles',
        title: word('webRole', true),
        text: (p) => roleText(p.roles) || (isChild(p) ? 'From the parent' : 'None'),
        cell: (p) => <Roles roles={p.roles} none={isChild(p) ? 'From the parent' : 'None'} />,
        width: [9.5, 2],
      },
      {
        id: 'parent',
        title: 'Parent',
        text: (p) => (p.parentMissing ? 'Not in the export' : p.parentName),
        cell: (p) => (p.parentMissing ? <Missing what="Parent" /> : p.parentName || '–'),
        width: [11, 1],
        wideOnly: true,
      },
    ],
    [word],
  );
  return (
    <RecordList
      label={word('tablePermission', true)}
      rows={site.tablePermissions}
      columns={columns}
      rowId={(p) => p.id}
      firstSort="table"
      alsoMatch={alsoMatch}
      dimmed={(p) => !p.active}
      empty={<Empty title={`The export holds no ${word('tablePermission', true).toLowerCase()}`} />}
      details={(p, close) => (
        <Details
          title={p.name || 'Without a name'}
          kind={word(isChild(p) ? 'childPermission' : 'tablePermission')}
          onClose={close}
        >
          <Facts>
            <Fact name="Status">{p.active ? 'Active' : 'Inactive'}</Fact>
            <Fact name="Table">{p.table}</Fact>
            <Fact name={<Term id="accessType" />}>
              {accessTypeWord(p.accessType)}
              <div>{accessTypeMeaning(p.accessType)}</div>
            </Fact>
            <Fact name="Privileges">{privilegeText(p) || 'None'}</Fact>
            <Fact name={word('webRole', true)}>
              <Roles
                roles={p.roles}
                none={isChild(p) ? 'None of its own; they come from the parent' : 'None'}
                whole
              />
            </Fact>
            {(p.parentId || p.parentName) && (
              <Fact name="Parent permission">
                {p.parentMissing ? <Missing what="Parent" id={p.parentId} /> : p.parentName}
              </Fact>
            )}
            {p.relationship && <Fact name="Relationship">{p.relationship}</Fact>}
          </Facts>
          <RecordFacts id={p.id} file={p.file} line={p.line} stored={glossary.tablePermission.stored} />
        </Details>
      )}
    />
  );
}
