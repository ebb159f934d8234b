// Looks at every screen in a real browser: builds the pages with the fake twin, serves them under the same content
// security policy as the program, takes pictures in light, dark, high contrast and a narrow window, and runs axe.
// Usage: npm run screens [-- FOLDER [NAME…]]; the pictures go to .cache/screens unless a folder is named. Ends with 1
// when axe or the browser's console has something to say.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = '../.cache/screens', ...wanted] = process.argv.slice(2);
const out = resolve(folder);
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

async function serve(dist) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    const name = path === '/' ? '/index.html' : path;
    if (name === '/favicon.ico') return void response.end();
    try {
      let body = await readFile(join(dist, name));
      if (name === '/index.html') {
        const nonce = randomBytes(16).toString('base64');
        body = body.toString().replaceAll('__CSP_NONCE__', nonce);
        response.setHeader(
          'Content-Security-Policy',
          `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'`,
        );
      }
      response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

const openPortal = async (page, tab) => {
  await page.goto(page.url().replace(/#.*/, '#/portals'));
  await page.getByRole('link', { name: 'Contoso Customer Service' }).first().click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  if (tab) {
    const wanted = page.getByRole('tab', { name: tab, exact: true });
    if (await wanted.isVisible()) await wanted.click();
    else {
      await page.getByRole('button', { name: /more parts of/ }).click();
      await page.getByRole('menuitem', { name: tab, exact: true }).click();
    }
  }
  await page.waitForTimeout(300);
};

/**
 * The permissions of the sample site. The ids are those that the twin makes up. The "&-" takes up the query of the
 * whole address, which the router appends to the one behind "#".
 */
const contoso = '00013c6f-1001-4001-a13c-00013c6f9199';
const partners = '000278ea-1014-4002-a278-000278ea4310';
const orders = '00009e4a-101e-4000-a09e-00009e4a0423';
const permissions = (search = '') => `/portals/${contoso}/permissions?${search}&-`;

/** name → scenario, address, and what to do before the picture. */
const screens = {
  'first-start': { scenario: 'empty' },
  'start-failure': { scenario: 'failing' },
  home: {},
  'home-large': { scenario: 'large' },
  portals: { hash: '/portals' },
  'portals-large': { scenario: 'large', hash: '/portals' },
  'portals-menu': {
    hash: '/portals',
    act: (page) => page.getByRole('button', { name: 'New portal' }).click(),
  },
  'portals-nothing': { hash: '/portals?q=zzz' },
  overview: { act: (page) => openPortal(page) },
  key: { act: (page) => openPortal(page, 'Authentication key') },
  permissions: { hash: permissions() },
  'permissions-pages': { hash: permissions(`as=signed-in~${partners}`) },
  'permissions-tables': { hash: permissions(`as=signed-in~${partners}&view=tables`) },
  'permissions-website': { hash: permissions(`as=signed-in~${partners}&view=website`) },
  'permissions-columns': { hash: permissions(`as=signed-in&view=columns`) },
  'permissions-files': { hash: permissions(`as=signed-in&view=files`) },
  'permissions-why': { hash: permissions(`as=signed-in~${partners}&cell=page~read~~${orders}`) },
  'permissions-why-not': {
    hash: permissions('view=tables&cell=table~read~~account'),
    act: (page) => page.getByText('Who else gets it').click(),
  },
  'permissions-compare': { hash: permissions(`as=signed-in~${partners}&pin=anonymous&view=tables`) },
  'permissions-compare-pages': {
    hash: permissions(`as=signed-in~${partners}&pin=anonymous&only=differences`),
  },
  'permissions-role-pages': { hash: permissions('view=role-pages') },
  'permissions-role-tables': { hash: permissions('view=role-tables&all=yes') },
  'permissions-large': {
    scenario: 'large',
    hash: `/portals/00062e2b-1001-4006-a62e-00062e2b5f21/permissions?view=role-pages&-`,
  },
  'permissions-failed': { hash: permissions('as=signed-in~nowhere') },
  'permissions-rules': {
    hash: permissions('profile=legacy&at=2026-03-01T12:00:00Z'),
    act: async (page) => {
      await page.getByRole('button', { name: /^Rules/ }).click();
      await page.waitForTimeout(500);
    },
  },
  'permissions-picker': {
    hash: permissions(),
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Add a web role' }).click();
      await page.waitForTimeout(300);
    },
  },
  'web-roles': { act: (page) => openPortal(page, 'Web roles') },
  'table-permissions': { act: (page) => openPortal(page, 'Table permissions') },
  'table-permission': {
    act: async (page) => {
      await openPortal(page, 'Table permissions');
      await page.getByRole('button', { name: 'Orders of partners' }).click();
      await page.waitForTimeout(500);
    },
  },
  'page-permissions': { act: (page) => openPortal(page, 'Page permissions') },
  'website-access': { act: (page) => openPortal(page, 'Website access') },
  'site-settings': { act: (page) => openPortal(page, 'Site settings') },
  reading: { act: (page) => openPortal(page, 'What was read') },
  'reading-records': {
    act: async (page) => {
      await openPortal(page, 'What was read');
      await page.getByRole('tab', { name: 'Records and source' }).click();
    },
  },
  'portal-activity': { act: (page) => openPortal(page, 'Activity') },
  'no-site': {
    act: async (page) => {
      await page.goto(page.url().replace(/#.*/, '#/portals'));
      await page.getByRole('link', { name: 'Contoso Partners' }).first().click();
      await page.getByRole('tab', { name: 'Web roles' }).click(); // there is room for it everywhere
    },
  },
  snapshots: { act: (page) => openPortal(page, 'Snapshots') },
  inbox: { hash: '/inbox' },
  'inbox-settings': { hash: '/inbox/settings' },
  'more-tabs': {
    act: async (page) => {
      await openPortal(page);
      await page.getByRole('button', { name: /more parts of/ }).click();
      await page.waitForTimeout(300);
    },
  },
  review: { hash: '/review' },
  activity: { hash: '/activity' },
  settings: { hash: '/settings' },
  'create-dialog': {
    scenario: 'empty',
    act: async (page) => {
      await page.getByRole('button', { name: /Create a local portal/ }).click();
      await page.getByRole('textbox', { name: 'URL', exact: true }).fill('contoso.example');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Contoso');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.waitForTimeout(600);
    },
  },
  'watch-dialog': {
    hash: '/portals',
    act: async (page) => {
      await page.getByRole('button', { name: 'New portal' }).click();
      await page.getByRole('menuitem', { name: /Watch/ }).click();
      await page.getByLabel('Certificate file').fill('C:\\keys\\grants.cer');
      await page.getByRole('button', { name: 'Read certificate' }).click();
      await page.getByText('Wide World Issuing').waitFor();
    },
  },
  'import-dialog': {
    scenario: 'empty',
    act: async (page) => {
      await page.getByRole('button', { name: /Open a site folder/ }).click();
      await page.getByLabel('Folder or archive').fill('C:\\Sites\\contoso-two');
      await page.getByRole('button', { name: 'Inspect' }).click();
      await page.getByText('Contoso Careers').first().waitFor();
    },
  },
};

const looks = {
  light: { size: { width: 1280, height: 800 }, theme: 'light' },
  dark: { size: { width: 1280, height: 800 }, theme: 'dark' },
  contrast: { size: { width: 1280, height: 800 }, theme: 'high-contrast' },
  narrow: { size: { width: 720, height: 640 }, theme: 'light' },
};

const dist = await mkdtemp(join(tmpdir(), 'gatehouse-screens-'));
process.chdir(root);
await build({ root, mode: 'screens', logLevel: 'warn', build: { outDir: dist, emptyOutDir: true } });
const { server, address } = await serve(dist);
const axe = await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-sync',
    '--no-first-run',
  ],
});
await mkdir(out, { recursive: true });
let bad = 0;
for (const [look, { size, theme }] of Object.entries(looks)) {
  for (const [name, screen] of Object.entries(screens)) {
    if (wanted.some((w) => w in looks) && !wanted.includes(look)) continue;
    if (wanted.some((w) => w in screens) && !wanted.includes(name)) continue;
    const context = await browser.newContext({
      viewport: size,
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(5000);
    const page = await context.newPage();
    const said = [];
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') said.push(m.text());
    });
    page.on('pageerror', (e) => said.push(String(e)));
    const scheme = theme === 'dark' ? 'dark' : 'light';
    await page.emulateMedia({ colorScheme: scheme });
    try {
      await page.goto(
        `${address}?scenario=${screen.scenario ?? 'sample'}&theme=${theme}#${screen.hash ?? '/'}`,
      );
      await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 10_000 });
      await page.waitForTimeout(250);
      await screen.act?.(page);
      await page.waitForTimeout(250);
    } catch (error) {
      said.push(String(error).slice(0, 600));
    }
    await page.screenshot({ path: join(out, `${name}.${look}.png`) });
    // Left out: helper elements with which the component library keeps the focus inside, and open menus, which stand
    // outside of every landmark by design.
    const result = await page.evaluate(
      `${axe}; axe.run({exclude: ['[data-tabster-dummy]', '[data-popper-placement]']}, {resultTypes: ['violations']})`,
    );
    for (const v of result.violations) {
      said.push(
        `axe ${v.impact} ${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 140) + ' ' + (n.any[0]?.message ?? ''))
          .join(' | ')}`,
      );
    }
    for (const line of new Set(said)) {
      bad += 1;
      console.log(`${name}.${look}: ${line}`);
    }
    await context.close();
  }
}
await browser.close();
server.close();
process.exit(bad > 0 ? 1 : 0);
