import { useMemo } from 'react';
import type { PageRuleView, SiteView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import type { Column } from '../../components/column';
import { Details, RecordFacts } from '../../components/details';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { useWord } from '../../components/words';
import { glossary, pageRightWord, pageScopeWord } from '../../lib/words';
import { Latest } from './latest';
import { Missing, RecordName, Roles, roleText } from './parts';

/** The page permissions of a portal's newest snapshot: restrict read and grant change, always told apart. */
export function PagePermissionsPage() {
  return <Latest what="page permissions">{(site) => <List site={site} />}</Latest>;
}

function pageText(rule: PageRuleView): string {
  if (rule.pageMissing) return 'Page not in the export';
  if (rule.pageId === '') return 'Names no page';
  return rule.pageUrl ? `${rule.pageName} ${rule.pageUrl}` : rule.pageName;
}

function rightMeaning(right: string): string {
  if (right === 'restrict-read') return 'Only the roles below may read the page and what lies under it.';
  if (right === 'grant-change') return 'The roles below may edit the page from the site itself.';
  return 'The export does not tell what this rule does.';
}

const alsoMatch = (rule: PageRuleView) => `${rule.id} ${glossary.pagePermission.stored}`;

function List({ site }: { site: SiteView }) {
  const word = useWord();
  const columns = useMemo(
    (): Column<PageRuleView>[] => [
      {
        id: 'name',
        title: 'Name',
        text: (rule) => rule.name,
        cell: (rule) => <RecordName name={rule.name} active={rule.active} />,
        width: [12.5, 2],
      },
      { id: 'right', title: 'Right', text: (rule) => pageRightWord(rule.right), width: [8.5, 1] },
      {
        id: 'page',
        title: 'Page',
        text: pageText,
        cell: (rule) => (rule.pageMissing ? <Missing what="Page" /> : pageText(rule)),
        width: [12, 2],
      },
      {
        id: 'scope',
        title: 'Reach',
        text: (rule) => pageScopeWord(rule.scope),
        width: [12, 1],
        wideOnly: true,
      },
      {
        id: 'roles',
        title: word('webRole', true),
        text: (rule) => roleText(rule.roles) || 'None',
        cell: (rule) => <Roles roles={rule.roles} none="None" />,
        width: [13, 2],
      },
    ],
    [word],
  );
  return (
    <RecordList
      label={word('pagePermission', true)}
      rows={site.pageRules}
      columns={columns}
      rowId={(rule) => rule.id}
      firstSort="page"
      alsoMatch={alsoMatch}
      dimmed={(rule) => !rule.active}
      empty={<Empty title={`The export holds no ${word('pagePermission', true).toLowerCase()}`} />}
      details={(rule, close) => (
        <Details
          title={rule.name || 'Without a name'}
          kind={`${word('pagePermission')} – ${pageRightWord(rule.right).toLowerCase()}`}
          onClose={close}
        >
          <Facts>
            <Fact name="Status">{rule.active ? 'Active' : 'Inactive'}</Fact>
            <Fact name="Right">
              {pageRightWord(rule.right)}
              <div>{rightMeaning(rule.right)}</div>
            </Fact>
            <Fact name="Page">
              {rule.pageMissing ? <Missing what="Page" id={rule.pageId} /> : pageText(rule)}
            </Fact>
            <Fact name="Reach">{pageScopeWord(rule.scope)}</Fact>
            <Fact name={word('webRole', true)}>
              <Roles roles={rule.roles} none="None" whole />
            </Fact>
          </Facts>
          <RecordFacts
            id={rule.id}
            file={rule.file}
            line={rule.line}
            stored={glossary.pagePermission.stored}
          />
        </Details>
      )}
    />
  );
}
