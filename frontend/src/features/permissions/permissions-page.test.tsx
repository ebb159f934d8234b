import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fault } from '../../bridge/fake/fault';
import { guid } from '../../bridge/fake/portals';
import { openPortal, openWindow } from '../../testing/window';

const partners = guid(4, 20);
const orders = guid(1, 30);
const at = (search = '') => `/portals/${guid(2)}/permissions?${search}`;

/** A window that has room for a panel beside the list, or not. */
function windowIs(wide: boolean): void {
  vi.stubGlobal('matchMedia', (media: string) => ({
    media,
    matches: wide && media.includes('min-width'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
}

beforeEach(() => {
  windowIs(true);
});

/** A grid by its label. Asking for it by role would have every cell looked at, which takes seconds. */
const gridOf = (label: string) => screen.findByLabelText(label, { selector: '[role$="grid"]' });

const read = (element: Element) => element.textContent.replaceAll(/\s+/g, ' ').trim();

/** The row headers of a grid. */
const headersOf = (grid: HTMLElement) => [...grid.querySelectorAll<HTMLElement>('[role="rowheader"]')];

/** The cells of the row that a row header names. */
async function cellsOf(label: string, name: RegExp): Promise<HTMLElement[]> {
  const header = headersOf(await gridOf(label)).find((candidate) => name.test(read(candidate)));
  if (!header?.parentElement) throw new Error(`no row of ${label} is named ${String(name)}`);
  return [...header.parentElement.querySelectorAll<HTMLElement>('[role="gridcell"]')];
}

/** The texts of these cells, as they are read out. */
const textsOf = async (label: string, name: RegExp) => (await cellsOf(label, name)).map(read);

describe('the visitor', () => {
  test('is anonymous at first, and what such a visitor holds is said', async () => {
    const { user } = await openWindow({ at: `/portals/${guid(2)}` });
    await user.click(await screen.findByRole('tab', { name: 'Permissions' }));
    expect(await screen.findByRole('radio', { name: 'Anonymous' })).toBeChecked();
    const held = await screen.findByRole('list', { name: 'Roles held' });
    expect(held).toHaveTextContent('Jeder Besucherflag: anonymous users');
    expect(await textsOf('Pages', /^Orders/)).toEqual(['No own restrict read', 'No']);
    expect(await textsOf('Pages', /^New order/)).toEqual(['No inherited restrict read of Orders', 'No']);
  });

  test('takes roles from a searchable list that tells flags, and gives them back', async () => {
    const { user } = await openWindow({ at: at() });
    const box = await screen.findByRole('combobox', { name: 'Add a web role' });
    await user.click(box);
    expect(
      await screen.findByRole('option', { name: /Jeder Besucher.*flag: anonymous users/ }),
    ).toBeVisible();
    expect(screen.getByRole('option', { name: /Campaign 2019.*inactive/ })).toBeVisible();
    await user.type(box, 'partner');
    await user.click(await screen.findByRole('option', { name: /Partner Managers/ }));
    expect(await screen.findByRole('radio', { name: 'Signed in' })).toBeChecked();
    await waitFor(async () => {
      expect(await textsOf('Pages', /^Orders/)).toEqual(['Yes passes own restrict read', 'No']);
    });
    const held = screen.getByRole('list', { name: 'Roles held' });
    expect(held).toHaveTextContent('Authenticated Usersflag: authenticated users');
    expect(held).toHaveTextContent('Partner Managersassigned');

    await user.click(screen.getByRole('option', { name: /^Partner Managers/ }));
    await waitFor(async () => {
      expect(await textsOf('Pages', /^Orders/)).toEqual(['No own restrict read', 'No']);
    });
  });

  test('may be a contact that is searched for', async () => {
    const { user } = await openWindow({ at: at() });
    await user.type(await screen.findByRole('combobox', { name: 'Find a contact' }), 'kim');
    await user.click(await screen.findByRole('option', { name: /Kim Lee/ }));
    expect(await screen.findByRole('list', { name: 'Roles held' })).toHaveTextContent(
      'Partner Managersassigned',
    );
    await user.click(await screen.findByRole('button', { name: /Contact Kim Lee/ }));
    expect(await screen.findByRole('combobox', { name: 'Find a contact' })).toBeVisible();
  });

  test('that nobody can come as is told apart', async () => {
    await openWindow({ at: at(`as=contact~${guid(4, 32)}`) });
    const notes = await screen.findByRole('list', { name: 'Notes on this visitor' });
    expect(notes).toHaveTextContent('the contact is inactive and cannot sign in');
  });

  test('with a role the snapshot does not have is refused with the nearest name', async () => {
    await openWindow({ at: at('as=signed-in~nowhere') });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The snapshot has no web role “nowhere”.');
    expect(alert).toHaveTextContent('Partner Managers');
  });
});

describe('the views', () => {
  test('show tables with reach and access types, and what cannot be told', async () => {
    await openWindow({ at: at('as=signed-in&view=tables') });
    expect((await textsOf('Tables', /^incident/)).slice(0, 3)).toEqual([
      'Some Contact',
      'Some Contact',
      'All Contact',
    ]);
    expect((await textsOf('Tables', /^salesorder /))[0]).toBe('Cannot tell');
    expect((await textsOf('Tables', /^msdyn_feedback/))[0]).toBe('None');
  });

  test('follow the rules that are chosen', async () => {
    const { user } = await openWindow({ at: at(`as=signed-in~${partners}&view=tables`) });
    expect((await textsOf('Tables', /^contoso_grant/))[0]).toMatch(
      /^Some.*the other rules answer differently/,
    );
    await user.click(screen.getByRole('button', { name: 'Rules…' }));
    await user.click(await screen.findByRole('radio', { name: /^Legacy/ }));
    await user.click(screen.getByRole('radio', { name: /^Absent/ }));
    await user.keyboard('{Escape}');
    await waitFor(async () => {
      expect((await textsOf('Tables', /^contoso_grant/))[0]).toMatch(/^None/);
    });
    expect((await textsOf('Tables', /^salesorderdetail/))[0]).toBe('None');
    expect(await screen.findByText('Rules: 2 changed…')).toBeVisible();
    expect(screen.getByText(/Legacy rules, missing records do not exist, as of now/)).toBeVisible();
  });

  test('show website rights, columns and files', async () => {
    const { user } = await openWindow({ at: at(`as=signed-in~${partners}&view=website`) });
    expect(await textsOf('Website rights', /^Preview unpublished/)).toEqual(['Yes']);
    expect(await textsOf('Website rights', /^Manage site markers/)).toEqual(['No']);
    await user.click(screen.getByRole('tab', { name: 'Columns' }));
    const columns = await gridOf('Web API and columns');
    expect(within(columns).getByText(/Configuration tables are refused/)).toBeVisible();
    expect(headersOf(columns).map(read)).toContain('title');
    await user.click(screen.getByRole('tab', { name: 'Files' }));
    expect((await textsOf('Files', /^order-form/))[0]).toBe('Yes inherited passes restrict read of Orders');
    expect((await textsOf('Files', /^left-over/))[0]).toBe('No broken path to it');
  });

  test('are filtered from anywhere with "/", and keep the pages above what fits', async () => {
    const { user } = await openWindow({ at: at() });
    const pages = await gridOf('Pages');
    await user.keyboard('/');
    expect(screen.getByRole('searchbox', { name: 'Filter pages' })).toHaveFocus();
    await user.keyboard('prices');
    await waitFor(() => {
      expect(headersOf(pages).map((name) => read(name).split(' ')[0])).toEqual([
        'Home',
        'Partners',
        'Prices',
      ]);
    });
    expect(screen.getByText('1 of 12')).toBeVisible();
    await user.keyboard(' nothing');
    await user.click(await screen.findByRole('button', { name: 'Clear filter' }));
  });

  test('offer to import a site where there is none', async () => {
    const { user } = await openWindow();
    await openPortal(user, 'Contoso Partners', 'Permissions');
    expect(await screen.findByText('No site was imported for this portal yet')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Import site…' })).toBeVisible();
  });

  test('show a failed answer in place, and try again', async () => {
    const { user, twin } = await openWindow({
      at: at(),
      prepare: (made) => {
        made.fail('Access.Answer', fault('unreachable', 'The snapshot is busy.'));
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('The snapshot is busy.');
    twin.heal('Access.Answer');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await gridOf('Pages')).toBeVisible();
  });
});

describe('a cell', () => {
  test('is reached with the keyboard, explained with Enter and left with Escape', async () => {
    const { user } = await openWindow({ at: at(`as=signed-in~${partners}`) });
    const [first] = headersOf(await gridOf('Pages'));
    first?.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}');
    const [cell] = await cellsOf('Pages', /^Orders/);
    expect(cell).toHaveFocus();
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('complementary', { name: 'Read page Orders' });
    expect(within(panel).getByRole('heading', { name: 'Read page Orders' })).toHaveFocus();
    expect(await within(panel).findByText(/The visitor can read “Orders”/)).toBeVisible();
    const steps = within(within(panel).getByRole('region', { name: 'Why' })).getAllByRole('listitem');
    expect(steps).toHaveLength(2);
    expect(steps[1]).toHaveTextContent('webpagerule.yml:1');
    await user.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
    });
    expect((await cellsOf('Pages', /^Orders/))[0]).toHaveFocus();
  });

  test('opens over the list where there is no room beside it', async () => {
    windowIs(false);
    const { user } = await openWindow({ at: at() });
    const [cell] = await cellsOf('Pages', /^Orders/);
    if (cell) await user.click(cell);
    const panel = await screen.findByRole('dialog', { name: 'Anonymous visitor Read page Orders' });
    expect(await within(panel).findByText(/The visitor cannot read “Orders”/)).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
  });

  test('of a content page that is judged otherwise stands below its page', async () => {
    const { user } = await openWindow({ at: at() });
    const [cell, change] = await cellsOf('Pages', /^Content page de-DE/);
    expect(cell).toHaveTextContent('No');
    expect(change).toHaveTextContent('No');
    if (cell) await user.click(cell);
    expect(
      await screen.findByRole('complementary', { name: 'Read page Knowledge base in de-DE' }),
    ).toBeVisible();
  });

  test('collapses and opens the pages below it with the arrow keys', async () => {
    const { user } = await openWindow({ at: at() });
    const tree = await gridOf('Pages');
    const [first] = headersOf(tree);
    first?.focus();
    await user.keyboard('{ArrowLeft}');
    expect(first?.parentElement).toHaveAttribute('aria-expanded', 'false');
    expect(within(tree).queryByText('Orders')).not.toBeInTheDocument();
    await user.keyboard('{ArrowRight}');
    expect(await within(tree).findByText('Orders')).toBeVisible();
  });

  test('explains a refusal: what could have allowed it, and who else gets it', async () => {
    const { user } = await openWindow({ at: at('view=tables') });
    const [cell] = await cellsOf('Tables', /^account/);
    if (cell) await user.click(cell);
    const panel = await screen.findByRole('complementary', { name: 'Read account' });
    const failed = await within(panel).findByRole('region', { name: 'What could have allowed it' });
    expect(failed).toHaveTextContent('“Accounts of partners” names no web role that the visitor holds.');
    await user.click(within(panel).getByText('Who else gets it'));
    const rows = within(await within(panel).findByRole('table')).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'WhoGets itBy the role itself',
      'Partner ManagersSomeSome',
    ]);
    await user.click(within(panel).getByRole('link', { name: 'Partner Managers' }));
    expect(await within(panel).findByText(/has read on some rows of account/)).toBeVisible();
  });

  test('says the smallest change that would allow it', async () => {
    await openWindow({ at: at('view=tables&cell=table~read~~incident') });
    const panel = await screen.findByRole('complementary', { name: 'Read incident' });
    expect(await within(panel).findByText(/Sign in; no web role needs to be assigned/)).toBeVisible();
  });

  test('is a deep link whose records lead to their lists, with stored name, and to what they hold up', async () => {
    const { user } = await openWindow({ at: at(`as=signed-in~${partners}&cell=page~read~~${orders}`) });
    const panel = await screen.findByRole('complementary', { name: 'Read page Orders' });
    const [, rule] = within(await within(panel).findByRole('region', { name: 'Why' })).getAllByRole(
      'listitem',
    );
    if (!rule) throw new Error('no second step');
    await user.click(within(rule).getByText('Stored name and id'));
    expect(rule).toHaveTextContent('adx_webpageaccesscontrolrule / mspp_webpageaccesscontrolrule');
    await user.click(within(rule).getByText('What would change without it'));
    expect(await within(rule).findByText('Nothing would change for this visitor.')).toBeVisible();
    await user.click(within(rule).getByRole('link', { name: 'Partners read orders' }));
    expect(
      await screen.findByRole('dialog', { name: 'Page permission – restrict read Partners read orders' }),
    ).toBeVisible();
  });

  test('tells what would be lost without a role', async () => {
    const { user } = await openWindow({ at: at(`as=signed-in~${partners}&cell=page~read~~${orders}`) });
    const panel = await screen.findByRole('complementary', { name: 'Read page Orders' });
    const [role] = within(await within(panel).findByRole('region', { name: 'Why' })).getAllByRole('listitem');
    if (!role) throw new Error('no first step');
    await user.click(within(role).getByText('What would change without it'));
    expect(await within(role).findByText(/Lost: Read \/orders\/$/)).toBeVisible();
  });

  test('is copied as text', async () => {
    const { user } = await openWindow({ at: at(`cell=page~read~~${orders}`) });
    const panel = await screen.findByRole('complementary', { name: 'Read page Orders' });
    await user.click(await within(panel).findByRole('button', { name: 'Copy as text' }));
    expect(await navigator.clipboard.readText()).toMatch(/^The visitor cannot read “Orders”/);
    expect(await screen.findByText('The explanation was copied')).toBeVisible();
  });
});

describe('two visitors', () => {
  test('are compared side by side, with the differences marked, alone where wanted, and swapped', async () => {
    const { user } = await openWindow({ at: at() });
    await user.click(await screen.findByRole('button', { name: 'Pin' }));
    await user.click(await screen.findByRole('radio', { name: 'Signed in' }));
    expect(await screen.findByRole('region', { name: 'Pinned visitor' })).toHaveTextContent(
      'An anonymous visitor',
    );
    await waitFor(async () => {
      expect(await textsOf('Pages', /^Profile/)).toEqual([
        'No own restrict read',
        'Yes Wider passes own restrict read',
        'No',
        'No',
      ]);
    });
    expect(screen.getByRole('tab', { name: 'Pages, 1 differ' })).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: 'Only differences' }));
    await waitFor(async () => {
      expect(headersOf(await gridOf('Pages')).map((name) => read(name).split(' ')[0])).toEqual([
        'Home',
        'Profile',
      ]);
    });
    await user.click(screen.getByRole('button', { name: 'Swap' }));
    await waitFor(async () => {
      expect((await textsOf('Pages', /^Profile/))[1]).toBe('No Narrower own restrict read');
    });
    await user.click(screen.getByRole('button', { name: 'Unpin' }));
    await waitFor(async () => {
      expect(await textsOf('Pages', /^Profile/)).toHaveLength(2);
    });
  });

  test('have cells that explain each of them', async () => {
    const { user } = await openWindow({ at: at(`as=signed-in~${partners}&pin=anonymous`) });
    const [pinned] = await cellsOf('Pages', /^Orders/);
    if (pinned) await user.click(pinned);
    const panel = await screen.findByRole('complementary', { name: 'Read page Orders' });
    expect(panel).toHaveTextContent('Anonymous visitor');
    expect(await within(panel).findByText(/The visitor cannot read “Orders”/)).toBeVisible();
  });
});
