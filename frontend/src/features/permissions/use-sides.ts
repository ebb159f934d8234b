import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccessAnswer } from '../../bridge/types';
import { answerQuery } from './api';
import { questionOf, type Scene, type Side } from './scene';

/** The answers for the chosen visitor and, where one is pinned, for that one. */
export function useSides(scene: Scene, wanted: boolean) {
  const { portalId, place } = scene;
  const { pin } = place;
  const chosen = useQuery({ ...answerQuery(portalId, questionOf(scene, '')), enabled: wanted });
  const pinned = useQuery({
    ...answerQuery(portalId, questionOf(scene, pin ?? 'anonymous')),
    enabled: wanted && pin !== undefined,
  });
  const sides = useMemo(() => sidesOf(pin, pinned.data, chosen.data), [pin, pinned.data, chosen.data]);
  return {
    chosen: chosen.data,
    pinned: pin === undefined ? undefined : pinned.data,
    query: {
      data: sides,
      error: chosen.error ?? (pin === undefined ? null : pinned.error),
      refetch: () => {
        if (chosen.error) void chosen.refetch();
        if (pin !== undefined && pinned.error) void pinned.refetch();
      },
    },
  };
}

function sidesOf(
  pin: string | undefined,
  pinned: AccessAnswer | undefined,
  chosen: AccessAnswer | undefined,
): readonly Side[] | undefined {
  if (!chosen) return undefined;
  if (pin === undefined) return [{ of: '', name: '', answer: chosen }];
  return (
    pinned && [
      { of: pin, name: 'Pinned', answer: pinned },
      { of: '', name: 'This visitor', answer: chosen },
    ]
  );
}
