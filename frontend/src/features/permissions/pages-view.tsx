import { useMemo } from 'react';
import { contentFits } from './content-answer';
import { contentColumns, contentShows } from './content-cell';
import { Grid } from './grid';
import { languagesOf, withLanguages } from './languages';
import { NothingFits } from './nothing-fits';
import { PageTitle } from './page-title';
import type { PageRow } from './page-tree';
import { openKey, selectedKey, type VisitorScene } from './scene';
import { Toolbar } from './toolbar';
import { usePageRows } from './use-page-rows';

/** What the visitors may do with every page, as the tree of the site. */
export function PagesView({ scene }: { scene: VisitorScene }) {
  const { subjects, sides, place } = scene;
  const { show, only } = place;
  const kept = useMemo(() => {
    if (show === undefined && only === undefined) return undefined;
    const answers = sides.map((side) => side.answer.pages);
    return subjects.pages.map((_, i) => contentFits(answers, show, only, i));
  }, [subjects, sides, show, only]);
  const languages = useMemo(() => languagesOf(sides), [sides]);
  const { rows, tree } = usePageRows(scene, kept, languages);
  const columns = useMemo(
    () =>
      withLanguages(
        contentColumns<PageRow>({ subjects, sides }, 'page', (side) => side.answer.pages),
        sides,
      ),
    [subjects, sides],
  );
  const all = subjects.pages.length;
  const fitting = kept || place.q ? rows.filter((row) => row.fits && !row.language).length : all;
  return (
    <>
      <Toolbar scene={scene} what="pages" shows={contentShows('pages')} shown={fitting} all={all} />
      {rows.length === 0 ? (
        <NothingFits scene={scene} what="pages" all={all} />
      ) : (
        <Grid
          label="Pages"
          rows={rows}
          rowId={(row) => row.language?.id ?? row.page.id}
          head={pageHead}
          columns={columns}
          columnWidth={sides.length > 1 ? 170 : 190}
          rowHeight={sides.length > 1 ? 48 : undefined}
          tree={tree}
          selected={selectedKey(place)}
          onOpen={openKey(scene)}
          dimmed={(row) => !row.fits}
        />
      )}
    </>
  );
}

const pageHead = { title: 'Page', width: 250, cell: (row: PageRow) => <PageTitle row={row} /> };
