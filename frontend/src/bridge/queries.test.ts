import { expect, test } from 'vitest';
import { remindersPace } from './queries';
import type { DeliveryView, RemindersView } from './types';

const delivery = (change: Partial<DeliveryView>): DeliveryView => ({
  id: 'one',
  channel: 'mail',
  address: 'ada@contoso.example',
  title: 'A reminder',
  severity: 'high',
  state: 'waiting',
  createdAt: '',
  changedAt: '',
  nextAttempt: '',
  attempts: 0,
  problem: '',
  hint: '',
  ...change,
});

const view = (deliveries: DeliveryView[], undelivered: DeliveryView[] = []): RemindersView => ({
  unread: 0,
  next: [],
  deliveries,
  undelivered,
  pausedUntil: '',
  trouble: '',
  channels: [],
});

test.each([
  ['nothing is known', undefined, 60_000],
  ['nothing is under way', view([delivery({ state: 'arrived' })]), 60_000],
  ['one waits behind another', view([delivery({})]), 15_000],
  ['one is being sent', view([delivery({ state: 'sending', attempts: 1 })]), 15_000],
  ['one waits after a failure, which shows', view([delivery({ problem: 'Full.' })]), 60_000],
  ['one shows as undelivered already', view([delivery({})], [delivery({})]), 60_000],
])('while %s', (_, known, pace) => {
  expect(remindersPace(known)).toBe(pace);
});
