import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { listPlace } from '../components/list-place';
import type { ActivityPlace } from '../features/activity/activity-page';
import { permissionsPlace } from '../features/permissions/place';
import { portalsPlace } from '../features/portals/place';
import { Lost, PageFailure } from './failures';
import { HomeRoute } from './home-route';

import { Shell } from './shell';

// Every address of the window. The first page is part of the first file; the others are read when they are opened.

const root = createRootRoute({ component: Shell, notFoundComponent: Lost, errorComponent: PageFailure });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomeRoute });

const portals = createRoute({
  getParentRoute: () => root,
  path: '/portals',
  validateSearch: portalsPlace,
  component: lazyRouteComponent(() => import('../features/portals/portals-page'), 'PortalsPage'),
});

const portal = createRoute({
  getParentRoute: () => root,
  path: '/portals/$portalId',
  component: lazyRouteComponent(() => import('../features/portals/portal-page'), 'PortalPage'),
});

const overview = createRoute({
  getParentRoute: () => portal,
  path: '/',
  component: lazyRouteComponent(() => import('../features/portals/overview-page'), 'OverviewPage'),
});

const key = createRoute({
  getParentRoute: () => portal,
  path: 'key',
  component: lazyRouteComponent(() => import('./key-route'), 'KeyRoute'),
});

const permissions = createRoute({
  getParentRoute: () => portal,
  path: 'permissions',
  validateSearch: permissionsPlace,
  component: lazyRouteComponent(() => import('../features/permissions/permissions-page'), 'PermissionsPage'),
});

const webRoles = createRoute({
  getParentRoute: () => portal,
  path: 'web-roles',
  validateSearch: listPlace,
  component: lazyRouteComponent(() => import('../features/snapshots/web-roles-page'), 'WebRolesPage'),
});

const tablePermissions = createRoute({
  getParentRoute: () => portal,
  path: 'table-permissions',
  validateSearch: listPlace,
  component: lazyRouteComponent(
    () => import('../features/snapshots/table-permissions-page'),
    'TablePermissionsPage',
  ),
});

const pagePermissions = createRoute({
  getParentRoute: () => portal,
  path: 'page-permissions',
  validateSearch: listPlace,
  component: lazyRouteComponent(
    () => import('../features/snapshots/page-permissions-page'),
    'PagePermissionsPage',
  ),
});

const websiteAccess = createRoute({
  getParentRoute: () => portal,
  path: 'website-access',
  validateSearch: listPlace,
  component: lazyRouteComponent(
    () => import('../features/snapshots/website-access-page'),
    'WebsiteAccessPage',
  ),
});

const siteSettings = createRoute({
  getParentRoute: () => portal,
  path: 'site-settings',
  validateSearch: listPlace,
  component: lazyRouteComponent(() => import('../features/snapshots/site-settings-page'), 'SiteSettingsPage'),
});

const snapshots = createRoute({
  getParentRoute: () => portal,
  path: 'snapshots',
  validateSearch: listPlace,
  component: lazyRouteComponent(() => import('../features/snapshots/history-page'), 'HistoryPage'),
});

const reading = createRoute({
  getParentRoute: () => portal,
  path: 'reading',
  validateSearch: listPlace,
  component: lazyRouteComponent(() => import('../features/snapshots/reading-page'), 'ReadingPage'),
});

const portalActivity = createRoute({
  getParentRoute: () => portal,
  path: 'activity',
  component: lazyRouteComponent(() => import('../features/activity/activity-page'), 'PortalActivityPage'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  component: lazyRouteComponent(() => import('../features/review/review-page'), 'ReviewPage'),
});

const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  validateSearch: (search: Record<string, unknown>): ActivityPlace =>
    typeof search.portal === 'string' ? { portal: search.portal } : {},
  component: lazyRouteComponent(() => import('../features/activity/activity-page'), 'ActivityPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page'), 'SettingsPage'),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../features/reminders/inbox-page'), 'InboxPage'),
});

const reminderSettings = createRoute({
  getParentRoute: () => root,
  path: '/inbox/settings',
  component: lazyRouteComponent(() => import('../features/reminders/settings-page'), 'ReminderSettingsPage'),
});

const routeTree = root.addChildren([
  home,
  portals,
  portal.addChildren([
    overview,
    key,
    permissions,
    webRoles,
    tablePermissions,
    pagePermissions,
    websiteAccess,
    siteSettings,
    reading,
    snapshots,
    portalActivity,
  ]),
  review,
  activity,
  inbox,
  reminderSettings,
  settings,
]);

/** The pages under their addresses. They stand behind "#", so that a reload finds the same page again. */
export function makeRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailure,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
