import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { RecordRef } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { RecordFacts } from '../../components/details';
import { MissingIcon } from '../../components/icons';
import { useWord } from '../../components/words';
import { place } from '../../lib/text';
import { glossary, type TermId } from '../../lib/words';
import { targetText } from './target';
import { Without } from './without';
import type { AccessQuestion } from '../../bridge/types';

const useStyles = makeStyles({
  record: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
  missing: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    color: tokens.colorStatusWarningForeground1,
  },
  // Side by side while closed; what is opened takes the whole line.
  more: {
    fontSize: tokens.fontSizeBase200,
    marginInlineEnd: tokens.spacingHorizontalM,
    '&[open]': { flexBasis: '100%' },
  },
  summary: { cursor: 'pointer', color: tokens.colorNeutralForeground3, width: 'max-content' },
  inside: { display: 'grid', gap: tokens.spacingVerticalS, paddingBlock: tokens.spacingVerticalS },
});

/** What a kind of record is called, under which name it is stored, and which list of the portal has it. */
interface Kind {
  term?: TermId;
  word?: string;
  also?: string; // always named, since the two kinds of page permission do opposite things
  stored?: string;
  list?: 'web-roles' | 'table-permissions' | 'page-permissions' | 'website-access' | 'site-settings';
  removable?: boolean; // whether "without it" can be asked
}

const kinds: Record<string, Kind> = {
  webRole: { term: 'webRole', list: 'web-roles', removable: true },
  tablePermission: { term: 'tablePermission', list: 'table-permissions', removable: true },
  pagePermission: { term: 'pagePermission', list: 'page-permissions', removable: true },
  'pagePermission.restrictRead': {
    term: 'pagePermission',
    also: 'restrict read',
    list: 'page-permissions',
    removable: true,
  },
  'pagePermission.grantChange': {
    term: 'pagePermission',
    also: 'grant change',
    list: 'page-permissions',
    removable: true,
  },
  websiteAccessPermission: { term: 'websiteAccess', list: 'website-access', removable: true },
  siteSetting: { term: 'siteSetting', list: 'site-settings' },
  contact: { term: 'contact' },
  website: { word: 'Website', stored: 'adx_website / mspp_website' },
  websiteLanguage: { word: 'Website language', stored: 'adx_websitelanguage / mspp_websitelanguage' },
  webPage: { word: 'Web page', stored: 'adx_webpage / mspp_webpage' },
  webFile: { word: 'Web file', stored: 'adx_webfile / mspp_webfile' },
  roleAssignment: {
    word: 'Role assignment',
    stored: 'adx_webrole_contact / powerpagecomponent_mspp_webrole_contact',
  },
  columnPermissionProfile: {
    word: 'Column permission profile',
    stored: 'adx_columnpermissionprofile / mspp_columnpermissionprofile',
  },
  columnPermission: { word: 'Column permission', stored: 'adx_columnpermission / mspp_columnpermission' },
  siteMarker: { word: 'Site marker', stored: 'adx_sitemarker / mspp_sitemarker' },
  publishingState: { word: 'Publishing state', stored: 'adx_publishingstate / mspp_publishingstate' },
  publishingTransition: {
    word: 'Publishing state transition rule',
    stored: 'adx_publishingstatetransitionrule / mspp_publishingstatetransitionrule',
  },
  webLink: { word: 'Web link', stored: 'adx_weblink / mspp_weblink' },
  forum: { word: 'Forum', stored: 'adx_communityforum' },
  forumPermission: { word: 'Forum access permission', stored: 'adx_communityforumaccesspermission' },
  list: { word: 'List', stored: 'adx_entitylist / mspp_entitylist' },
  basicForm: { word: 'Basic form', stored: 'adx_entityform / mspp_entityform' },
  advancedFormStep: { word: 'Multistep form step', stored: 'adx_webformstep / mspp_webformstep' },
  roleGate: { word: 'Flow or server logic', stored: '' },
};

/** What a kind of record is called under the chosen vocabulary. */
export function useKindWord(): (kind: string) => string {
  const word = useWord();
  return (kind) => {
    const known = kinds[kind] ?? {};
    const name = known.term ? word(known.term) : (known.word ?? kind);
    return known.also ? `${name} – ${known.also}` : name;
  };
}

/** A record that an answer rests on: a link to where it stands in this portal, and everything support asks for. */
export function RecordLink({
  portalId,
  question,
  record,
}: {
  portalId: string;
  question: AccessQuestion;
  record: RecordRef;
}) {
  const styles = useStyles();
  const kindWord = useKindWord();
  const known = kinds[record.kind] ?? {};
  const [asked, setAsked] = useState(false);
  const stored = known.term ? glossary[known.term].stored : (known.stored ?? '');
  return (
    <div className={styles.record}>
      <span className={styles.line}>
        <Text size={200} className={styles.quiet}>
          {kindWord(record.kind)}
        </Text>
        {record.missing ? (
          <span className={styles.missing}>
            <MissingIcon aria-hidden />
            Not in the export ({record.id})
          </span>
        ) : (
          <Where portalId={portalId} record={record} />
        )}
        {record.file && (
          <Text size={200} className={styles.quiet}>
            {place(record.file, record.line)}
          </Text>
        )}
      </span>
      {!record.missing && (
        <div className={styles.line}>
          <details className={styles.more}>
            <summary className={styles.summary}>Stored name and id</summary>
            <div className={styles.inside}>
              <RecordFacts id={record.id} file={record.file} line={record.line} stored={stored} />
            </div>
          </details>
          {known.removable && (
            <details
              className={styles.more}
              onToggle={(event) => {
                if (event.currentTarget.open) setAsked(true);
              }}
            >
              <summary className={styles.summary}>What would change without it</summary>
              {asked && <Without portalId={portalId} question={question} record={record} />}
            </details>
          )}
        </div>
      )}
    </div>
  );
}

/** The record's name; a link where a list of the portal, or the tree of pages, has it. */
function Where({ portalId, record }: { portalId: string; record: RecordRef }) {
  const name = record.name || 'Without a name';
  const { list } = kinds[record.kind] ?? {};
  if (list) {
    return (
      <Anchor to={`/portals/$portalId/${list}`} params={{ portalId }} search={{ record: record.id }}>
        {name}
      </Anchor>
    );
  }
  if (record.kind === 'webPage') {
    const cell = targetText({ kind: 'page', id: record.id, right: 'read', column: '' });
    return (
      <Anchor
        to="/portals/$portalId/permissions"
        params={{ portalId }}
        search={(old) => ({ ...old, view: 'pages' as const, q: undefined, cell, of: undefined })}
      >
        {name}
      </Anchor>
    );
  }
  return <b>{name}</b>;
}
