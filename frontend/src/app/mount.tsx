import { createRoot } from 'react-dom/client';
import { start } from '../bridge/start';
import { App, type Started } from './app';

/** Draws the window as soon as the first answer is there; until then the skeleton of index.html stays. */
export function mount(element: HTMLElement): void {
  const show = (first: Started) => {
    createRoot(element).render(<App first={first} />);
  };
  start().then(
    (view) => {
      show({ view });
    },
    (error: unknown) => {
      show({ error });
    },
  );
}
