import { CounterBadge, Text, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ComponentType, useRef } from 'react';
import { remindersQuery, settingsQuery, startQuery } from '../bridge/queries';
import { useMedia } from '../components/media';
import {
  ActivityActiveIcon,
  ActivityIcon,
  BrandIcon,
  HomeActiveIcon,
  HomeIcon,
  InboxActiveIcon,
  InboxIcon,
  PersonIcon,
  PortalsActiveIcon,
  PortalsIcon,
  ReviewActiveIcon,
  ReviewIcon,
  SettingsActiveIcon,
  SettingsIcon,
} from '../components/icons';
import { ActiveUpdates } from '../features/renewals/active-updates';
import { SetAside } from '../features/renewals/set-aside';
import { Dialogs } from './dialogs';
import { FromTray } from './from-tray';

const useStyles = makeStyles({
  shell: { display: 'grid', gridTemplateRows: 'max-content minmax(0, 1fr)', height: '100%' },
  skip: {
    position: 'absolute',
    zIndex: 10,
    top: tokens.spacingVerticalS,
    left: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    font: 'inherit',
    ':not(:focus)': { clipPath: 'inset(50%)' },
  },
  bar: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalL,
    height: '3rem',
    paddingInline: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  brand: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
  mark: { fontSize: tokens.fontSizeBase600, color: tokens.colorBrandForeground1 },
  user: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalXS,
    ':hover': { color: tokens.colorNeutralForeground1, textDecorationLine: 'underline' },
  },
  end: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  userName: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  body: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  nav: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    width: '13rem',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalM,
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  rail: { width: 'max-content', padding: tokens.spacingHorizontalS },
  last: { marginTop: 'auto' },
  unread: { marginInlineStart: 'auto' },
  item: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalMNudge,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalMNudge}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1 },
    ':active': { backgroundColor: tokens.colorNeutralBackground2 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  current: {
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1,
    '::before': {
      content: '""',
      position: 'absolute',
      insetBlock: tokens.spacingVerticalSNudge,
      left: 0,
      width: tokens.strokeWidthThicker,
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandForeground1,
      '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
    },
  },
  icon: { fontSize: tokens.fontSizeBase500, flexShrink: 0 },
  brandIcon: { color: tokens.colorCompoundBrandForeground1 },
  main: { minWidth: 0, minHeight: 0, overflow: 'auto', outlineStyle: 'none' },
});

type Place = '/' | '/portals' | '/inbox' | '/review' | '/activity' | '/settings';

const items: {
  to: Place;
  label: string;
  Icon: ComponentType<IconProps>;
  Active: ComponentType<IconProps>;
}[] = [
  { to: '/', label: 'Home', Icon: HomeIcon, Active: HomeActiveIcon },
  { to: '/portals', label: 'Portals', Icon: PortalsIcon, Active: PortalsActiveIcon },
  { to: '/inbox', label: 'Inbox', Icon: InboxIcon, Active: InboxActiveIcon },
  { to: '/review', label: 'Review', Icon: ReviewIcon, Active: ReviewActiveIcon },
  { to: '/activity', label: 'Activity', Icon: ActivityIcon, Active: ActivityActiveIcon },
  { to: '/settings', label: 'Settings', Icon: SettingsIcon, Active: SettingsActiveIcon },
];

interface IconProps {
  className?: string;
  'aria-hidden'?: boolean;
}

/** The frame around every page: bar, navigation, and the page itself. */
export function Shell() {
  const styles = useStyles();
  const main = useRef<HTMLElement>(null);
  const { data: settings } = useQuery(settingsQuery);
  const { data: started } = useQuery(startQuery);
  return (
    <div className={styles.shell}>
      <button
        type="button"
        className={styles.skip}
        onClick={() => {
          main.current?.focus();
        }}
      >
        Skip to content
      </button>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <BrandIcon aria-hidden className={styles.mark} />
          <Text size={400} weight="semibold">
            Gatehouse
          </Text>
        </span>
        <span className={styles.end}>
          <ActiveUpdates />
          {settings && (
            <Tooltip relationship="description" content="The acting user; change it in the settings">
              <Link to="/settings" className={styles.user}>
                <PersonIcon aria-hidden className={styles.icon} />
                <span className={styles.userName}>{settings.actingUser || 'No acting user'}</span>
              </Link>
            </Tooltip>
          )}
        </span>
      </header>
      <div className={styles.body}>
        <Navigation />
        <main ref={main} id="main" tabIndex={-1} className={styles.main}>
          <Dialogs openPath={started?.openPath ?? ''}>
            <FromTray />
            <SetAside />
            <Outlet />
          </Dialogs>
        </main>
      </div>
    </div>
  );
}

/** The six sections. In narrow windows only their signs are shown, with the words as tooltips. */
function Navigation() {
  const styles = useStyles();
  const narrow = useMedia('(max-width: 50rem)');
  const { pathname } = useLocation();
  const unread = useQuery(remindersQuery).data?.unread ?? 0;
  return (
    <nav aria-label="Main" className={mergeClasses(styles.nav, narrow && styles.rail)}>
      {items.map(({ to, label, Icon, Active }) => {
        const current = to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
        const Sign = current ? Active : Icon;
        const link = (
          <Link
            key={to}
            to={to}
            aria-current={current ? 'page' : undefined}
            className={mergeClasses(
              styles.item,
              current && styles.current,
              to === '/settings' && styles.last,
            )}
          >
            <Sign aria-hidden className={mergeClasses(styles.icon, current && styles.brandIcon)} />
            {!narrow && label}
            {to === '/inbox' && unread > 0 && (
              <CounterBadge
                count={unread}
                size="small"
                className={styles.unread}
                aria-label={`${String(unread)} unread`}
              />
            )}
          </Link>
        );
        const counted = to === '/inbox' && unread > 0 ? `${label}, ${String(unread)} unread` : label;
        return narrow ? (
          <Tooltip key={to} relationship="label" content={counted} positioning="after">
            {link}
          </Tooltip>
        ) : (
          link
        );
      })}
    </nav>
  );
}
