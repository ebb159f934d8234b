import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import type { AccessBasis, AccessQuestion, AccessTarget, RecordKey } from '../../bridge/types';

// Answers are kept for a moment only: they are large, and asking again is quick.

const minute = 60_000;
const kept = { gcTime: minute, structuralSharing: false as const };

/** What can be asked about a snapshot. */
export const subjectsQuery = (portalId: string, snapshotId: string) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'subjects', snapshotId],
    queryFn: () => backend.Access.Subjects(snapshotId),
    ...kept,
  });

/** Everything a visitor may do. */
export const answerQuery = (portalId: string, question: AccessQuestion) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'answer', question],
    queryFn: () => backend.Access.Answer(question),
    ...kept,
  });

/** The first contacts that a search finds. */
export const contactsQuery = (portalId: string, snapshotId: string, search: string) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'contacts', snapshotId, search],
    queryFn: () => backend.Access.Contacts(snapshotId, search, 30),
    placeholderData: keepPreviousData,
    ...kept,
  });

/** Why a visitor may do one thing, or may not. */
export const explanationQuery = (portalId: string, question: AccessQuestion, target: AccessTarget) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'explanation', question, target],
    queryFn: () => backend.Access.Explain(question, target),
    ...kept,
  });

/** Who else may do one thing. */
export const whoQuery = (portalId: string, basis: AccessBasis, target: AccessTarget) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'who', basis, target],
    queryFn: () => backend.Access.Who(basis, target),
    ...kept,
  });

/** What would change for a visitor without a record. */
export const withoutQuery = (portalId: string, question: AccessQuestion, record: RecordKey) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'without', question, record],
    queryFn: () => backend.Access.Without(question, record),
    ...kept,
  });

/** Who reads and changes all pages. */
export const pageMatrixQuery = (portalId: string, basis: AccessBasis, mode: string) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'page matrix', basis, mode],
    queryFn: () => backend.Access.PageMatrix(basis, mode),
    ...kept,
  });

/** How far every privilege on all tables reaches, and for whom. */
export const tableMatrixQuery = (portalId: string, basis: AccessBasis, mode: string) =>
  queryOptions({
    queryKey: [...keys.access(portalId), 'table matrix', basis, mode],
    queryFn: () => backend.Access.TableMatrix(basis, mode),
    ...kept,
  });
