import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { now } from './now';

// What a browser has and jsdom has not. Sizes are fixed, so that lists know how many rows are in sight.

// Pages and dialogs are read when they are opened, which takes a while on a busy machine.
configure({ asyncUtilTimeout: 8_000 });

class NoObserver {
  observe = vi.fn();
  unobserve = vi.fn();
  disconnect = vi.fn();
  takeRecords = vi.fn(() => []);
}

vi.stubGlobal('ResizeObserver', NoObserver);
vi.stubGlobal('IntersectionObserver', NoObserver);
vi.stubGlobal('scrollTo', () => undefined);
vi.stubGlobal('matchMedia', (media: string) => ({
  media,
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
document.documentElement.lang = 'en'; // as index.html has it
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1000 });

// Without a size and a place nothing counts as visible, and a dialog finds nothing in itself to put the focus on. A
// moment later it is hidden from screen readers, which a quick machine does not live to see. As in a browser, what lies
// under a dialog comes back to them a moment after the dialog is gone.
Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
  configurable: true,
  get(this: HTMLElement) {
    return this.parentElement;
  },
});
HTMLBodyElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 1000, 600);

// No test looks at the wall clock: the present is a Monday noon in winter. Timers run as usual.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  delete window.go;
  delete window.runtime;
});
