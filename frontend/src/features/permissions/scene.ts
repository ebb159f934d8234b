import type { AccessAnswer, AccessBasis, AccessQuestion, AccessSubjects } from '../../bridge/types';
import type { PermissionsPlace } from './place';
import { cellFrom, cellKey, type Cell } from './target';
import { openCell, opening } from './place';
import { visitorFrom } from './visitor';

/** A visitor on show. */
export interface Side {
  of: string; // "" for the chosen one, else the pinned one as the address has it
  name: string; // "" while nothing is compared
  answer: AccessAnswer;
}

/** What every view is made from. */
export interface Scene {
  portalId: string;
  basis: AccessBasis;
  subjects: AccessSubjects;
  place: PermissionsPlace;
  go: (change: PermissionsPlace) => void;
}

/** What the views of one visitor are made from; the last side is the chosen visitor, a pinned one stands before it. */
export interface VisitorScene extends Scene {
  sides: readonly Side[];
}

/** A question about one of the visitors on show. */
export function questionOf({ basis, place }: Pick<Scene, 'basis' | 'place'>, of: string): AccessQuestion {
  const visitor = visitorFrom(of === '' ? (place.as ?? '') : of);
  return { ...basis, visitor: { ...visitor, previewOff: place.preview === 'off' && visitor.signedIn } };
}

/** The key of the open cell. */
export function selectedKey(place: PermissionsPlace): string | undefined {
  const cell: Cell | undefined = openCell(place);
  return cell && cellKey(cell);
}

/** Opens the cell of a key. */
export const openKey =
  ({ go }: Pick<Scene, 'go'>) =>
  (key: string) => {
    go(opening(cellFrom(key)));
  };
