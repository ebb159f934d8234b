import { useMemo } from 'react';
import type { SiteView, WebsiteAccessView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import type { Column } from '../../components/column';
import { Details, RecordFacts } from '../../components/details';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { useWord } from '../../components/words';
import { glossary, websiteRightWord } from '../../lib/words';
import { Latest } from './latest';
import { RecordName, Roles, roleText } from './parts';

/** The website access permissions of a portal's newest snapshot. */
export function WebsiteAccessPage() {
  return <Latest what="website access permissions">{(site) => <List site={site} />}</Latest>;
}

const rightText = (access: WebsiteAccessView) => access.rights.map(websiteRightWord).join(', ') || 'None';

const alsoMatch = (access: WebsiteAccessView) => `${access.id} ${glossary.websiteAccess.stored}`;

function List({ site }: { site: SiteView }) {
  const word = useWord();
  const columns = useMemo(
    (): Column<WebsiteAccessView>[] => [
      {
        id: 'name',
        title: 'Name',
        text: (access) => access.name,
        cell: (access) => <RecordName name={access.name} active={access.active} />,
        width: [14, 2],
      },
      {
        id: 'rights',
        title: 'Rights',
        text: rightText,
        order: (access) => access.rights.length,
        width: [18, 3],
      },
      {
        id: 'roles',
        title: word('webRole', true),
        text: (access) => roleText(access.roles) || 'None',
        cell: (access) => <Roles roles={access.roles} none="None" />,
        width: [14, 2],
      },
    ],
    [word],
  );
  return (
    <RecordList
      label={word('websiteAccess', true)}
      rows={site.websiteAccess}
      columns={columns}
      rowId={(access) => access.id}
      firstSort="name"
      alsoMatch={alsoMatch}
      dimmed={(access) => !access.active}
      empty={<Empty title={`The export holds no ${word('websiteAccess', true).toLowerCase()}`} />}
      details={(access, close) => (
        <Details title={access.name || 'Without a name'} kind={word('websiteAccess')} onClose={close}>
          <Facts>
            <Fact name="Status">{access.active ? 'Active' : 'Inactive'}</Fact>
            <Fact name="Rights">
              {access.rights.length === 0
                ? 'None'
                : access.rights.map((right) => <div key={right}>{websiteRightWord(right)}</div>)}
            </Fact>
            <Fact name={word('webRole', true)}>
              <Roles roles={access.roles} none="None" whole />
            </Fact>
          </Facts>
          <RecordFacts
            id={access.id}
            file={access.file}
            line={access.line}
            stored={glossary.websiteAccess.stored}
          />
        </Details>
      )}
    />
  );
}
