import { act, screen } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import type { UserEvent } from '@testing-library/user-event';
import { guid } from '../bridge/fake/portals';
import type { Scenario } from '../bridge/fake/twin';
import { openPortal, openWindow } from './window';

// Roles, names and structure of every screen. Colours need a real browser: "npm run screens" checks those in every theme.

interface Screen extends Partial<Scenario> {
  at?: string;
  tab?: string;
  ready?: string; // a text that shows when everything is there
  then?: (user: UserEvent) => Promise<void>;
}

const permissions = (search: string) => `/portals/${guid(2)}/permissions?${search}`;

const screens: Record<string, Screen> = {
  'first start': { name: 'empty' },
  'start failure': { name: 'failing' },
  home: {},
  portals: { at: '/portals' },
  'portals, 5,000 of them': { name: 'large', at: '/portals' },
  inbox: { at: '/inbox', ready: 'Next reminders' },
  'reminder settings': { at: '/inbox/settings', ready: 'People who get e-mail' },
  overview: { tab: 'Overview' },
  'authentication key': { tab: 'Authentication key' },
  permissions: { at: permissions(''), ready: 'open to everybody' },
  'permissions of tables, with an explanation': {
    at: permissions('view=tables&cell=table~read~~incident'),
    ready: 'Copy as text',
  },
  'website rights of a visitor': { at: permissions('view=website'), ready: 'Manage site markers' },
  'columns of a visitor': { at: permissions('view=columns&as=signed-in'), ready: 'ticketnumber' },
  'files of a visitor': { at: permissions('view=files'), ready: 'logo.png' },
  'two visitors': { at: permissions('as=signed-in&pin=anonymous'), ready: 'Wider' },
  'roles and pages': { at: permissions('view=role-pages'), ready: 'own grant change' },
  'roles and tables': { at: permissions('view=role-tables&all=yes'), ready: 'adx_webpage' },
  'rules of access': {
    at: permissions(''),
    ready: 'open to everybody',
    then: async (user) => {
      await user.click(screen.getByText('Rules…'));
      await screen.findByRole('dialog');
    },
  },
  'web roles': { tab: 'Web roles' },
  'table permissions': { tab: 'Table permissions' },
  'page permissions': { tab: 'Page permissions' },
  'website access': { tab: 'Website access' },
  'site settings': { tab: 'Site settings' },
  'what was read': { tab: 'What was read' },
  'activity of a portal': { tab: 'Activity' },
  review: { at: '/review' },
  activity: { at: '/activity' },
  settings: { at: '/settings' },
  'no such page': { at: '/nowhere' },
  'create dialog': {
    name: 'empty',
    then: async (user) => {
      await user.click(screen.getByRole('button', { name: /Create a local portal/ }));
      await screen.findByRole('dialog');
    },
  },
  'import dialog': {
    name: 'empty',
    then: async (user) => {
      await user.click(screen.getByRole('button', { name: /Open a site folder/ }));
      await user.type(await screen.findByLabelText('Folder or archive'), '/sites/two{Enter}');
      await screen.findByRole('checkbox', { name: 'Contoso Careers' });
    },
  },
  'record details': {
    tab: 'Table permissions',
    then: async (user) => {
      await user.click(await screen.findByRole('button', { name: 'Orders of partners' }));
      await screen.findByRole('dialog');
    },
  },
};

describe('accessibility', () => {
  test.each(Object.entries(screens))(
    '%s has nothing to complain about',
    async (_, { tab, ready, then, ...options }) => {
      const { user } = await openWindow(options);
      if (tab) await openPortal(user, 'Contoso Customer Service', tab);
      if (ready) await screen.findAllByText(ready);
      await then?.(user);
      await act(() => new Promise((resolve) => setTimeout(resolve, 30)));
      const { violations } = await axe.run(
        // Left out: helpers with which the component library keeps the focus where it belongs.
        { exclude: ['[data-tabster-dummy]'] },
        { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } },
      );
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      expect(screen.getAllByRole('heading', { level: 1, hidden: true })).toHaveLength(1);
    },
  );
});
