import { type Scenario, Twin } from './twin';

/** Puts a twin where Wails would put the backend. */
export function install(scenario: Scenario): Twin {
  const twin = new Twin(scenario);
  window.go = { app: twin.app };
  window.runtime = twin;
  return twin;
}

/** Installs the scenario that the address names: ?scenario=empty|sample|large|failing. */
export function installFromAddress(): void {
  const query = new URLSearchParams(window.location.search);
  const name = query.get('scenario');
  const twin = install({
    name: name === 'empty' || name === 'large' || name === 'failing' ? name : 'sample',
    delay: Number(query.get('delay') ?? 30),
    theme: query.get('theme') ?? 'system',
    pace: Number(query.get('pace') ?? 1500),
  });
  twin.keyStoreWarning = query.get('warning') ?? '';
}
