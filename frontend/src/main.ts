// The entry asks for the first screen's data before anything else is read or run, shows what matters most of it at
// once in plain elements, and only then loads the pages, whose components take several times as long.
import { backend } from './bridge/backend';
import { start } from './bridge/start';
import { drawFirst, drawn } from './app/first-paint';

async function open(root: HTMLElement): Promise<void> {
  try {
    const view = await start();
    const main = root.querySelector('.skeleton-main');
    if (main) drawFirst(main, view);
    await drawn();
    void backend.Shell.Painted().catch(() => undefined);
  } catch {
    // The pages show why there is no data.
  }
  const { mount } = await import('./app/mount');
  mount(root);
}

const root = document.getElementById('root');
if (root) void open(root);
