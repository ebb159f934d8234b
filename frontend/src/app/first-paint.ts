import type { StartView } from '../bridge/types';
import { keyState, keyStateLabel, keyStates } from '../lib/key-state';

// The first thing a person sees with data on it: which keys need attention, in plain elements and system colours. It
// stands for the moment that the components need to load, in the places where they will draw the same things.

const most = 12;

/** Puts the portals whose keys are most urgent into the skeleton of index.html. */
export function drawFirst(main: Element, view: StartView): void {
  const portals = view.portals
    .filter((portal) => portal.state === 'active')
    .sort((a, b) => keyStates.indexOf(keyState(a.key.state)) - keyStates.indexOf(keyState(b.key.state)))
    .slice(0, most);
  const title = text('h1', portals.length > 0 ? 'Home' : 'Welcome to Gatehouse');
  if (portals.length === 0) {
    main.replaceChildren(title);
    return;
  }
  const list = document.createElement('ul');
  for (const portal of portals) {
    const line = document.createElement('li');
    line.append(
      text('b', portal.name),
      text('span', keyStateLabel(keyState(portal.key.state))),
      text('span', portal.key.sentence),
    );
    list.append(line);
  }
  main.replaceChildren(title, list);
}

function text(tag: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

/** Resolves when what was drawn is on the screen: in the frame after the one that draws it. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
  });
}
