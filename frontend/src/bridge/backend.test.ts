import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test, vi } from 'vitest';
import { backend } from './backend';
import { BackendError, backendError } from './error';
import { followBackend } from './events';
import { fault } from './fake/fault';
import { install } from './fake/install';
import { keys } from './keys';

describe('a call', () => {
  test('gives the answer', async () => {
    install({ name: 'sample' });
    expect(await backend.Portals.List()).toHaveLength(8);
  });

  test('rejects with everything the backend said', async () => {
    const twin = install({ name: 'sample' });
    twin.fail(
      'Portals.List',
      fault('denied', 'No.', { hint: 'Ask.', file: 'a.yml', line: 3, reference: 'R1' }),
    );
    const error = await backend.Portals.List().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BackendError);
    expect(error).toMatchObject({
      code: 'denied',
      message: 'No.',
      hint: 'Ask.',
      place: 'a.yml:3',
      reference: 'R1',
    });
    expect((error as BackendError).details).toBe('No.\nAsk.\nPlace: a.yml:3\nCode: denied\nReference: R1');
  });

  test('that is never answered ends with a sentence', async () => {
    vi.useFakeTimers();
    const twin = install({ name: 'sample' });
    twin.app.Settings.Get = () => new Promise(() => undefined);
    const error = backend.Settings.Get().catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await error).toMatchObject({
      code: 'unreachable',
      message: 'The program did not answer within 30 seconds.',
    });
  });

  test('in which a person decides has no limit', async () => {
    vi.useFakeTimers();
    const twin = install({ name: 'sample' });
    let choose: (path: string) => void = () => undefined;
    twin.app.Shell.ChooseFolder = () =>
      new Promise((resolve) => {
        choose = resolve;
      });
    const path = backend.Shell.ChooseFolder('Choose');
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    choose('/late');
    expect(await path).toBe('/late');
  });
});

describe('backendError', () => {
  test.each([[new Error('broken')], ['broken'], [undefined]])(
    'makes %s an internal error with its cause',
    (cause) => {
      const error = backendError(cause);
      expect(error.code).toBe('internal');
      if (cause !== undefined) expect(error.hint).toContain('broken');
    },
  );
});

describe('events', () => {
  test('ask again for exactly what changed', async () => {
    const twin = install({ name: 'sample' });
    const client = new QueryClient();
    const touched = [
      keys.portals,
      keys.portal('p1'),
      keys.latest('p1'),
      keys.latest('p2'),
      keys.recent,
      keys.settings,
    ];
    for (const key of touched) client.setQueryData(key, {});
    const stop = followBackend(client);
    const stale = () =>
      touched.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key.join(' '));
    await Promise.resolve();
    await Promise.resolve();
    twin.emit('activity', 'p1');
    expect(stale()).toEqual(['activity recent all portals']);
    twin.emit('snapshots', 'p1');
    expect(stale()).toEqual([
      'portals',
      'portals one p1',
      'snapshots p1 latest',
      'activity recent all portals',
    ]);
    stop();
    twin.emit('settings');
    expect(stale()).not.toContain('settings');
  });
});
