import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FilterBox } from './filter-box';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const [onAsk, onRest, onFocus] = [vi.fn(), vi.fn(), vi.fn()];
  const { unmount } = render(
    <FilterBox label="Portals" first="con" onAsk={onAsk} onRest={onRest} onFocus={onFocus} />,
  );
  const box = screen.getByRole('searchbox', { name: 'Filter portals' });
  const type = (value: string) => fireEvent.change(box, { target: { value } });
  return { onAsk, onRest, onFocus, unmount, box, type };
}

test('asks with every letter and tells the address when the typing rests', () => {
  const { onAsk, onRest, onFocus, box, type } = open();
  expect(box).toHaveValue('con');
  fireEvent.focus(box);
  expect(onFocus).toHaveBeenCalledOnce();
  type('cont ');
  type('conto ');
  expect(onAsk.mock.calls).toEqual([['cont'], ['conto']]);
  expect(onRest).not.toHaveBeenCalled();
  act(() => {
    vi.advanceTimersByTime(1000);
  });
  expect(onRest.mock.calls).toEqual([['conto ']]);
});

test('tells the address at once when it is left, and only once', () => {
  const { onRest, box, type } = open();
  type('contoso');
  fireEvent.blur(box);
  expect(onRest.mock.calls).toEqual([['contoso']]);
  act(() => {
    vi.advanceTimersByTime(1000);
  });
  fireEvent.blur(box);
  expect(onRest).toHaveBeenCalledOnce();
});

test('tells nothing after its page has gone', () => {
  const { onRest, type, unmount } = open();
  type('contoso');
  unmount();
  vi.advanceTimersByTime(1000);
  expect(onRest).not.toHaveBeenCalled();
});
