import type { ContentAnswers } from '../../bridge/types';
import { difference, type Difference } from './differences';
import { type Source, sourceOf, type Verdict, verdictOf } from './letters';

/** What may be done with a page or file. */
export const contentRights = ['read', 'change'] as const;
export type ContentRight = (typeof contentRights)[number];

/** One answer about a page or file. */
export interface ContentAnswer {
  verdict: Verdict;
  source: Source;
  from: number; // place in AccessSubjects.pages of the page whose permission decided, else -1
  rulesDiffer: boolean;
}

/** The answer for the page or file at a place. */
export function contentAnswer(answers: ContentAnswers, right: ContentRight, i: number): ContentAnswer {
  const [letters, other, by, from] =
    right === 'read'
      ? [answers.read, answers.otherRead, answers.readBy, answers.readFrom]
      : [answers.change, answers.otherChange, answers.changeBy, answers.changeFrom];
  return {
    verdict: verdictOf(letters[i]),
    source: sourceOf(by[i]),
    from: from[i] ?? -1,
    rulesDiffer: letters[i] !== other[i],
  };
}

/** How the last of the visitors differs from the one before; the same where there is only one. */
export function contentDifference(
  sides: readonly ContentAnswers[],
  right: ContentRight,
  i: number,
): Difference {
  const [before, after] = sides;
  if (!before || !after) return 'same';
  return difference(contentAnswer(before, right, i).verdict, contentAnswer(after, right, i).verdict);
}

/** Whether the answers of any visitor fit what is asked for: see the choice above the lists. */
export function contentFits(
  sides: readonly ContentAnswers[],
  show: string | undefined,
  only: string | undefined,
  i: number,
): boolean {
  if (only !== undefined && contentRights.every((right) => contentDifference(sides, right, i) === 'same'))
    return false;
  return sides.some((answers) => {
    const read = contentAnswer(answers, 'read', i);
    const change = contentAnswer(answers, 'change', i);
    switch (show) {
      case 'read':
        return read.verdict === 'allow';
      case 'refused':
        return read.verdict === 'deny';
      case 'change':
        return change.verdict === 'allow';
      case 'unknown':
        return read.verdict === 'unknown' || change.verdict === 'unknown';
      case 'rules':
        return read.rulesDiffer || change.rulesDiffer;
      default:
        return true;
    }
  });
}
