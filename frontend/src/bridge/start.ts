import { backend } from './backend';
import type { StartView } from './types';

let asked: Promise<StartView> | undefined;

/** The first screen's data. Asked once, as early as possible; `again` asks anew after a failure. */
export function start(again = false): Promise<StartView> {
  if (again || !asked) {
    asked = backend.Shell.Start();
    // Whoever shows the first screen hears of a failure; here it only must not count as unhandled.
    asked.catch(() => undefined);
  }
  return asked;
}
