import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { AccessBasis } from '../../bridge/types';
import { type Cell, targetFrom, targetText } from './target';

/** What may be looked at: five views of one visitor, two of all roles. */
export const views = ['pages', 'tables', 'website', 'columns', 'files', 'role-pages', 'role-tables'] as const;

export type View = (typeof views)[number];

/** Where the permissions stand. Everything that decides what is shown is part of the address. */
export interface PermissionsPlace {
  as?: string; // the visitor, as visitor.ts writes it; anonymous when left out
  pin?: string; // the visitor to compare with
  profile?: 'legacy'; // "current" when left out
  missing?: 'absent'; // "unknown" when left out
  at?: string; // RFC 3339; the present when left out
  preview?: 'off';
  view?: View; // "pages" when left out
  q?: string; // the filter text
  show?: string; // which rows, as the view names them
  right?: string; // of the matrices: which right
  mode?: 'alone'; // of the matrices: roles by themselves; with what everybody signed in has when left out
  all?: 'yes'; // of the matrices: refusals too
  only?: 'differences'; // while comparing
  cell?: string; // what is explained, as target.ts writes it
  of?: string; // for whom it is explained; the chosen visitor when left out
}

/** Reads the place from an address; what is not understood is left out. */
export function permissionsPlace(search: Record<string, unknown>): PermissionsPlace {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const word = <T extends string>(value: unknown, ...known: readonly T[]) => known.find((k) => k === value);
  const at = text(search.at);
  const place: PermissionsPlace = {
    as: text(search.as),
    pin: text(search.pin),
    profile: word(search.profile, 'legacy'),
    missing: word(search.missing, 'absent'),
    at: at !== undefined && !Number.isNaN(Date.parse(at)) ? at : undefined,
    preview: word(search.preview, 'off'),
    view: word(search.view, ...views),
    q: text(search.q),
    show: text(search.show),
    right: text(search.right),
    mode: word(search.mode, 'alone'),
    all: word(search.all, 'yes'),
    only: word(search.only, 'differences'),
    cell: text(search.cell),
    of: text(search.of),
  };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

/** By what the place judges a snapshot. */
export function basisOf(place: PermissionsPlace, snapshotId: string): AccessBasis {
  return {
    snapshotId,
    profile: place.profile ?? 'current',
    missing: place.missing ?? 'unknown',
    at: place.at ?? '',
  };
}

/** The cell that the place has open. */
export function openCell(place: PermissionsPlace): Cell | undefined {
  const target = targetFrom(place.cell ?? '');
  return target && { target, of: place.of ?? '' };
}

/** The change of place that opens a cell, or closes what is open. */
export const opening = (cell: Cell | undefined): PermissionsPlace => ({
  cell: cell && targetText(cell.target),
  of: cell?.of === '' ? undefined : cell?.of,
});

/** The place that the address names, and a way to change parts of it. */
export function usePlace(): [PermissionsPlace, (change: PermissionsPlace) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const place = useMemo(() => permissionsPlace(search), [search]);
  const go = useCallback(
    (change: PermissionsPlace) => {
      void navigate({
        to: '.',
        search: ((old: PermissionsPlace) => permissionsPlace({ ...old, ...change })) as never,
        replace: true,
      });
    },
    [navigate],
  );
  return [place, go];
}
