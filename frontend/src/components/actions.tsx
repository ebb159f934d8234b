import { createContext, useContext } from 'react';

/** What any page may ask the shell to open. The shell owns the dialogs, so features need not know each other. */
export interface Actions {
  createPortal: () => void;
  watchPortal: (certificatePath?: string) => void;
  importSite: (options?: { path?: string; portalId?: string }) => void;
  updateKey: (portalId: string) => void;
}

const nothing = () => undefined;

export const ActionsContext = createContext<Actions>({
  createPortal: nothing,
  watchPortal: nothing,
  importSite: nothing,
  updateKey: nothing,
});

export const useActions = () => useContext(ActionsContext);
