import type { LanguageAnswer } from '../../bridge/types';
import { type ContentRight, contentRights } from './content-answer';
import { difference, verdict } from './differences';
import type { GridColumn } from './grid';
import { verdictOf } from './letters';
import { DifferenceMark, VerdictMark } from './marks';
import type { Language, PageRow } from './page-tree';
import type { Side } from './scene';
import { cellKey } from './target';

/** The content pages that are judged otherwise than their root page, for any of the visitors, by root page. */
export function languagesOf(sides: readonly Side[]): ReadonlyMap<number, readonly Language[]> {
  const found = new Map<number, Language[]>();
  for (const { page, id, language } of sides.flatMap((side) => side.answer.languages)) {
    const list = found.get(page) ?? [];
    if (!list.some((known) => known.id === id)) list.push({ id, language });
    found.set(page, list);
  }
  return found;
}

/** The answer about a content page: its own, else that of its root page. */
function answerOf(side: Side, right: ContentRight, { index, language }: PageRow) {
  const own: LanguageAnswer | undefined = side.answer.languages.find(({ id }) => id === language?.id);
  return own ? verdict(own[right]) : verdictOf(side.answer.pages[right][index]);
}

/** The columns of the tree of pages, with cells for the content pages among its lines. */
export function withLanguages(
  columns: readonly GridColumn<PageRow>[],
  sides: readonly Side[],
): GridColumn<PageRow>[] {
  const order = contentRights.flatMap((right) => sides.map((side) => ({ right, side })));
  return columns.map((column, i): GridColumn<PageRow> => {
    const { right, side } = order[i] ?? {};
    if (!right || !side) return column;
    const before = side === sides.at(-1) && sides.length > 1 ? sides[0] : undefined;
    return {
      ...column,
      opens: (row) =>
        row.language
          ? cellKey({ target: { kind: 'page', id: row.language.id, right, column: '' }, of: side.of })
          : column.opens?.(row),
      cell: (row) => {
        if (!row.language) return column.cell(row);
        const found = answerOf(side, right, row);
        return (
          <VerdictMark verdict={found}>
            {before && <DifferenceMark kind={difference(answerOf(before, right, row), found)} />}
          </VerdictMark>
        );
      },
    };
  });
}
