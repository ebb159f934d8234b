import { useMemo } from 'react';
import type { SiteView, WebRoleView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import type { Column } from '../../components/column';
import { Details, RecordFacts } from '../../components/details';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { useWord } from '../../components/words';
import { number } from '../../lib/text';
import { glossary } from '../../lib/words';
import { Latest } from './latest';
import { FlagBadge, RecordName } from './parts';

/** The web roles of a portal's newest snapshot. */
export function WebRolesPage() {
  return <Latest what="web roles">{(site) => <List site={site} />}</Latest>;
}

const alsoMatch = (role: WebRoleView) => `${role.description} ${role.id} ${glossary.webRole.stored}`;

function List({ site }: { site: SiteView }) {
  const word = useWord();
  const columns = useMemo((): Column<WebRoleView>[] => {
    const flags = (role: WebRoleView) =>
      [role.anonymous && word('anonymous'), role.authenticated && word('authenticated')]
        .filter(Boolean)
        .join(', ');
    const counted = (id: string, title: string, of: (role: WebRoleView) => number): Column<WebRoleView> => ({
      id,
      title,
      text: (role) => number(of(role)),
      order: of,
      width: [10.5, 1],
      wideOnly: true,
    });
    return [
      {
        id: 'name',
        title: 'Name',
        text: (role) => role.name,
        cell: (role) => <RecordName name={role.name} active={role.active} />,
        width: [14, 3],
      },
      {
        id: 'flag',
        title: 'Flag',
        text: flags,
        cell: (role) => <Flags role={role} />,
        width: [12, 2],
      },
      counted('tables', word('tablePermission', true), (role) => role.tablePermissions),
      counted('pages', word('pagePermission', true), (role) => role.pageRules),
      counted('website', 'Website access', (role) => role.websiteAccess),
    ];
  }, [word]);
  return (
    <RecordList
      label={word('webRole', true)}
      rows={site.webRoles}
      columns={columns}
      rowId={(role) => role.id}
      firstSort="name"
      alsoMatch={alsoMatch}
      dimmed={(role) => !role.active}
      empty={<Empty title="The export holds no web roles" />}
      details={(role, close) => (
        <Details title={role.name || 'Without a name'} kind={word('webRole')} onClose={close}>
          <Facts>
            <Fact name="Status">{role.active ? 'Active' : 'Inactive'}</Fact>
            <Fact name="Flag">
              {role.anonymous || role.authenticated ? (
                <Flags role={role} />
              ) : (
                'None; given to single contacts'
              )}
            </Fact>
            <Fact name="Description">{role.description || 'None'}</Fact>
            <Fact name={word('tablePermission', true)}>{number(role.tablePermissions)} name this role</Fact>
            <Fact name={word('pagePermission', true)}>{number(role.pageRules)} name this role</Fact>
            <Fact name={word('websiteAccess', true)}>{number(role.websiteAccess)} name this role</Fact>
          </Facts>
          <RecordFacts id={role.id} file={role.file} line={role.line} stored={glossary.webRole.stored} />
        </Details>
      )}
    />
  );
}

function Flags({ role }: { role: WebRoleView }) {
  const word = useWord();
  return (
    <>
      {role.anonymous && <FlagBadge label={word('anonymous')} meaning={glossary.anonymous.meaning} />}
      {role.authenticated && (
        <FlagBadge label={word('authenticated')} meaning={glossary.authenticated.meaning} />
      )}
    </>
  );
}
