import { Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMemo, useRef } from 'react';
import type { AccessSubjects, SnapshotRow } from '../../bridge/types';
import { Moment } from '../../components/moment';
import { Loaded } from '../../components/states';
import { ColumnsView } from './columns-view';
import { Explanation } from './explanation';
import { FilesView } from './files-view';
import { PageMatrixView } from './page-matrix-view';
import { PagesView } from './pages-view';
import { Panel, useRoomBeside } from './panel';
import { basisOf, openCell, opening, usePlace, type View } from './place';
import { rulesText } from './rules';
import { questionOf, type Scene, type VisitorScene } from './scene';
import { TableMatrixView } from './table-matrix-view';
import { TablesView } from './tables-view';
import { useSides } from './use-sides';
import { ofAllRoles, ViewTabs } from './view-tabs';
import { VisitorBar } from './visitor-bar';
import { WebsiteView } from './website-view';
import { targetWord, visitorWord } from './words';

const useStyles = makeStyles({
  whole: {
    display: 'flex',
    flexDirection: 'column',
    flex: '1 1 auto',
    gap: tokens.spacingVerticalM,
    minHeight: 0,
    minWidth: 0,
  },
  split: {
    display: 'grid',
    flex: '1 1 auto',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateRows: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    minHeight: '20rem',
  },
  two: { gridTemplateColumns: 'minmax(0, 1fr) minmax(20rem, 24rem)' },
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minHeight: 0, minWidth: 0 },
  foot: { color: tokens.colorNeutralForeground3 },
});

/** The permissions of one snapshot: for whom, seen how, and why. */
export function Permissions({
  portalId,
  snapshot,
  subjects,
}: {
  portalId: string;
  snapshot: SnapshotRow;
  subjects: AccessSubjects;
}) {
  const styles = useStyles();
  const [place, go] = usePlace();
  const beside = useRoomBeside();
  const whole = useRef<HTMLDivElement>(null);
  const { profile, missing, at, view = 'pages' } = place;
  const basis = useMemo(
    () => basisOf({ profile, missing, at }, snapshot.id),
    [profile, missing, at, snapshot.id],
  );
  const scene: Scene = { portalId, basis, subjects, place, go };
  const { query, chosen, pinned } = useSides(scene, !ofAllRoles(view));

  const cell = openCell(place);
  const languages = query.data?.flatMap((side) => side.answer.languages);
  const close = () => {
    whole.current?.querySelector<HTMLElement>('[role="gridcell"][aria-selected="true"]')?.focus();
    go(opening(undefined));
  };
  return (
    <div ref={whole} className={styles.whole}>
      {!ofAllRoles(view) && <VisitorBar scene={scene} answer={chosen} pinned={pinned} />}
      <ViewTabs view={view} subjects={subjects} sides={query.data} go={go} />
      <div
        id="permissions-view"
        role="tabpanel"
        aria-labelledby={`view-${view}`}
        className={mergeClasses(styles.split, cell && beside && styles.two)}
      >
        <div key={view} className={styles.view}>
          {view === 'role-pages' && <PageMatrixView scene={scene} />}
          {view === 'role-tables' && <TableMatrixView scene={scene} />}
          {!ofAllRoles(view) && (
            <Loaded query={query} what="what the visitor may do" lines={8}>
              {(sides) => <VisitorView view={view} scene={{ ...scene, sides }} />}
            </Loaded>
          )}
        </div>
        {cell && (
          <Panel
            title={targetWord(cell.target, subjects, languages)}
            sub={visitorWord(questionOf(scene, cell.of).visitor, subjects)}
            onClose={close}
          >
            <Explanation scene={scene} cell={cell} />
          </Panel>
        )}
      </div>
      <Text size={200} className={styles.foot}>
        {rulesText(place)} · snapshot read <Moment value={snapshot.takenAt} /> · arrow keys move, Enter
        explains
      </Text>
    </div>
  );
}

function VisitorView({ view, scene }: { view: View; scene: VisitorScene }) {
  switch (view) {
    case 'tables':
      return <TablesView scene={scene} />;
    case 'website':
      return <WebsiteView scene={scene} />;
    case 'columns':
      return <ColumnsView scene={scene} />;
    case 'files':
      return <FilesView scene={scene} />;
    default:
      return <PagesView scene={scene} />;
  }
}
