import { makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import type { SiteSettingView, SiteView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import { Copyable } from '../../components/copy';
import type { Column } from '../../components/column';
import { Details, RecordFacts } from '../../components/details';
import { RecordList } from '../../components/record-list';
import { Empty } from '../../components/states';
import { useWord } from '../../components/words';
import { glossary } from '../../lib/words';
import { Latest } from './latest';
import { RecordName } from './parts';

/** The site settings of a portal's newest snapshot. The value of a secret never reaches this page. */
export function SiteSettingsPage() {
  return <Latest what="site settings">{(site) => <List site={site} />}</Latest>;
}

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

function valueText(setting: SiteSettingView): string {
  if (setting.secret) return 'Secret, not shown';
  if (setting.environmentVariable) return `From environment variable ${setting.environmentVariable}`;
  return setting.value === '' ? 'Empty' : setting.value;
}

const plain = (setting: SiteSettingView) =>
  !setting.secret && setting.environmentVariable === '' && setting.value !== '';

const alsoMatch = (setting: SiteSettingView) =>
  `${setting.description} ${setting.id} ${glossary.siteSetting.stored}`;

function List({ site }: { site: SiteView }) {
  const styles = useStyles();
  const word = useWord();
  const columns = useMemo(
    (): Column<SiteSettingView>[] => [
      {
        id: 'name',
        title: 'Name',
        text: (setting) => setting.name,
        cell: (setting) => <RecordName name={setting.name} active={setting.active} />,
        width: [20, 3],
      },
      {
        id: 'value',
        title: 'Value',
        text: valueText,
        cell: (setting) => (
          <span className={plain(setting) ? styles.mono : styles.quiet}>{valueText(setting)}</span>
        ),
        width: [14, 3],
      },
    ],
    [styles],
  );
  return (
    <RecordList
      label={word('siteSetting', true)}
      rows={site.siteSettings}
      columns={columns}
      rowId={(setting) => setting.id}
      firstSort="name"
      alsoMatch={alsoMatch}
      dimmed={(setting) => !setting.active}
      empty={<Empty title="The export holds no site settings" />}
      details={(setting, close) => (
        <Details title={setting.name || 'Without a name'} kind={word('siteSetting')} onClose={close}>
          <Facts>
            <Fact name="Status">{setting.active ? 'Active' : 'Inactive'}</Fact>
            <Fact name="Value">
              {plain(setting) ? <Copyable text={setting.value} what="value" /> : valueText(setting)}
            </Fact>
            <Fact name="Description">{setting.description || 'None'}</Fact>
          </Facts>
          <RecordFacts
            id={setting.id}
            file={setting.file}
            line={setting.line}
            stored={glossary.siteSetting.stored}
          />
        </Details>
      )}
    />
  );
}
