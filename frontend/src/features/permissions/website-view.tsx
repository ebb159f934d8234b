import { makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { matches } from '../../lib/text';
import { difference, verdict } from './differences';
import { Grid, type GridColumn } from './grid';
import { DifferenceMark, VerdictMark } from './marks';
import { NothingFits } from './nothing-fits';
import { openKey, selectedKey, type Side, type VisitorScene } from './scene';
import { cellKey } from './target';
import { Toolbar } from './toolbar';
import { rightMeaning, rightWord } from './words';

interface RightRow {
  right: string;
  index: number;
}

const useStyles = makeStyles({
  words: { display: 'grid', minWidth: 0 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
});

function RightName({ right }: { right: string }) {
  const styles = useStyles();
  return (
    <span className={styles.words} title={rightMeaning(right)}>
      <span className={styles.name}>{rightWord(right)}</span>{' '}
      <span className={styles.quiet}>{rightMeaning(right)}</span>
    </span>
  );
}

function rightDifference(sides: readonly Side[], index: number) {
  const [before, after] = sides.map((side) => side.answer.rights[index]);
  return before && after ? difference(verdict(before.answer), verdict(after.answer)) : 'same';
}

/** What the visitors may edit and see beyond single pages: the website rights. */
export function WebsiteView({ scene }: { scene: VisitorScene }) {
  const { sides, place } = scene;
  const rights = sides[0]?.answer.rights;
  const rows = useMemo(
    () =>
      (rights ?? [])
        .map(({ right }, index): RightRow => ({ right, index }))
        .filter(({ right }) => matches((place.q ?? '').trim(), rightWord(right), right))
        .filter(({ index }) => place.only === undefined || rightDifference(sides, index) !== 'same'),
    [rights, sides, place.q, place.only],
  );
  const columns = useMemo(
    () =>
      sides.map((side, at): GridColumn<RightRow> => ({
        id: `right ${side.of}`,
        title: side.name || 'Has it',
        opens: ({ right }) =>
          cellKey({ target: { kind: 'websiteRight', id: right, right: '', column: '' }, of: side.of }),
        cell: ({ index }) => {
          const found = side.answer.rights[index];
          return (
            <VerdictMark verdict={verdict(found?.answer)} rulesDiffer={found?.answer !== found?.other}>
              {at === sides.length - 1 && <DifferenceMark kind={rightDifference(sides, index)} />}
            </VerdictMark>
          );
        },
      })),
    [sides],
  );
  const all = rights?.length ?? 0;
  return (
    <>
      <Toolbar scene={scene} what="website rights" shown={rows.length} all={all} />
      {rows.length === 0 ? (
        <NothingFits scene={scene} what="website rights" all={all} />
      ) : (
        <Grid
          label="Website rights"
          rows={rows}
          rowId={(row) => row.right}
          head={{ title: 'Right', width: 320, cell: (row) => <RightName right={row.right} /> }}
          columns={columns}
          columnWidth={160}
          rowHeight={52}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
        />
      )}
    </>
  );
}
