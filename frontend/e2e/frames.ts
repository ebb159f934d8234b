import type { Page } from 'playwright-core';

/** Lengths in milliseconds, in the order in which they were measured. */
export type Lengths = readonly number[];

/** "median 16.7, 95 % within 17.0, longest 33.4 ms". */
export function told(lengths: Lengths): string {
  const sorted = [...lengths].sort((a, b) => a - b);
  const at = (part: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  return `median ${at(0.5)}, 95 % within ${at(0.95)}, longest ${at(1)} ms`;
}

/** Frames a second, from the lengths of frames. */
export const rate = (lengths: Lengths) =>
  ((1000 * lengths.length) / lengths.reduce((sum, one) => sum + one, 0)).toFixed(1);

/** The frames' lengths while an element is scrolled down by `step` CSS pixels with every frame; 0 leaves it alone. */
export function scrolled(page: Page, selector: string, step: number, seconds: number): Promise<number[]> {
  return page.evaluate(
    ([selector, step, seconds]) =>
      new Promise<number[]>((done) => {
        const element = document.querySelector(selector);
        if (!element) throw new Error(`${selector} is not on the page`);
        const lengths: number[] = [];
        const end = performance.now() + seconds * 1000;
        let last = 0;
        const frame = (now: number) => {
          if (last > 0) lengths.push(now - last);
          last = now;
          element.scrollTop += step;
          if (now < end) requestAnimationFrame(frame);
          else done(lengths);
        };
        requestAnimationFrame(frame);
      }),
    [selector, step, seconds] as const,
  );
}

/**
 * How long after each input event of a kind the page was changed for the last time and drawn. Events that change
 * nothing do not count. Call before the events; the answer asks for what was measured so far.
 */
export async function watchAnswers(page: Page, event: 'keydown' | 'click', watched: string) {
  await page.evaluate(
    ([event, watched]) => {
      const element = document.querySelector(watched);
      if (!element) throw new Error(`${watched} is not on the page`);
      const answers: number[] = [];
      Object.assign(window, { answers });
      let since = 0;
      let place = -1;
      addEventListener(
        event,
        () => {
          since = performance.now();
          place = answers.length;
        },
        { capture: true },
      );
      new MutationObserver(() => {
        const [from, into] = [since, place];
        if (into < 0) return;
        // The task after the next frame's callbacks: that frame is drawn.
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            if (into === place) answers[into] = performance.now() - from;
          };
          channel.port2.postMessage(undefined);
        });
      }).observe(element, { subtree: true, childList: true, characterData: true });
    },
    [event, watched] as const,
  );
  return () => page.evaluate(() => (window as unknown as { answers: number[] }).answers);
}
