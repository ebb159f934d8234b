import type { ContentAnswers } from '../../bridge/types';
import { type ContentRight, contentAnswer, contentDifference } from './content-answer';
import type { GridColumn } from './grid';
import { DifferenceMark, VerdictMark } from './marks';
import type { VisitorScene } from './scene';
import { cellKey } from './target';
import type { Shows } from './toolbar';
import { sourceWord } from './words';

/** What a list of pages or files may be narrowed to. */
export const contentShows = (what: string): Shows => [
  ['', `All ${what}`],
  ['read', 'Readable'],
  ['refused', 'Not readable'],
  ['change', 'Changeable'],
  ['unknown', 'Cannot tell'],
  ['rules', 'Other rules differ'],
];

/** The columns that say for each visitor whether pages or files may be read and changed. */
export function contentColumns<R extends { index: number }>(
  { subjects, sides }: Pick<VisitorScene, 'subjects' | 'sides'>,
  kind: 'page' | 'file',
  answersOf: (side: VisitorScene['sides'][number]) => ContentAnswers,
): GridColumn<R>[] {
  const list = kind === 'page' ? subjects.pages : subjects.files;
  const all = sides.map(answersOf);
  const column = (right: ContentRight, place: number): GridColumn<R> | undefined => {
    const side = sides[place];
    const answers = all[place];
    if (!side || !answers) return undefined;
    const last = place === sides.length - 1;
    return {
      id: `${right} ${side.of}`,
      title: right === 'read' ? 'Read' : 'Change',
      over: side.name || undefined,
      opens: ({ index }) =>
        cellKey({ target: { kind, id: list[index]?.id ?? '', right, column: '' }, of: side.of }),
      cell: ({ index }) => {
        const { verdict, source, from, rulesDiffer } = contentAnswer(answers, right, index);
        const because =
          source.by === 'no-grant' ? '' : sourceWord(source, subjects.pages[from], verdict, kind);
        return (
          <VerdictMark
            verdict={verdict}
            source={source}
            because={because}
            rulesDiffer={rulesDiffer}
            stacked={sides.length > 1}
          >
            {last && <DifferenceMark kind={contentDifference(all, right, index)} />}
          </VerdictMark>
        );
      },
    };
  };
  return (['read', 'change'] as const)
    .flatMap((right) => sides.map((_, place) => column(right, place)))
    .filter((c) => c !== undefined);
}
