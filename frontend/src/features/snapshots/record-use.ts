import type { OtherRecordView, RecordsView } from '../../bridge/types';
import { count, number } from '../../lib/text';

/** What can become of a record, in the order in which it is told. */
export const recordUses: Record<string, string> = {
  used: 'Used',
  inactive: 'Inactive',
  duplicate: 'Duplicate',
  dangling: 'Names what is not there',
  ignored: 'Ignored',
  unreadable: 'Unreadable',
};

/** What became of a record, in words. */
export const recordUseWord = (use: string) => recordUses[use] ?? use;

/** How many records were found and what became of them, in a sentence. */
export function recordsSentence(r: RecordsView): string {
  const parts = [
    `${number(r.used)} used`,
    `${number(r.inactive)} inactive`,
    count(r.duplicate, 'duplicate'),
    `${number(r.dangling)} with a reference that leads nowhere`,
    `${number(r.ignored)} ignored`,
    `${number(r.unreadable)} unreadable`,
  ];
  return `${count(r.found, 'record')}: ${parts.join(', ')}.`;
}

/** Why a record is not simply used, in sentences. */
export function recordReason(r: OtherRecordView): string {
  const lost = r.missing.map((m) => `It names the ${m.kind} ${m.id} in ${m.field}, which is not there.`);
  if (r.use === 'inactive') lost.unshift('It has no effect on the live site.');
  return [r.reason, ...lost].filter(Boolean).join(' ');
}
