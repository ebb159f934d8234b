import { type ListPlace, listPlace } from '../../components/list-place';
import { keyStates } from '../../lib/key-state';

/** Where the portal list stands: the filters beside the text. */
export interface PortalsPlace extends ListPlace {
  key?: string; // a key state
  origin?: string;
  show?: string; // "active" when left out, "retired", "all"
}

/** Reads the list's place from an address; what is not understood is left out. */
export function portalsPlace(search: Record<string, unknown>): PortalsPlace {
  const place: PortalsPlace = listPlace(search);
  delete place.record;
  if (keyStates.some((state) => state === search.key)) place.key = String(search.key);
  if (['local', 'imported', 'watched'].includes(String(search.origin))) place.origin = String(search.origin);
  if (search.show === 'retired' || search.show === 'all') place.show = search.show;
  return place;
}
