import { Field, ProgressBar } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { ImportProgress } from '../../bridge/contract';
import { onImportProgress } from '../../bridge/events';
import { count, number } from '../../lib/text';

const stages: Record<string, string> = {
  finding: 'Looking for sites',
  reading: 'Reading files',
  keeping: 'Keeping sites',
};

const soFar = (files: number) => (files > 0 ? `: ${count(files, 'file')} so far` : '');

const ofLargeFiles = (records: number) => (records > 0 ? `, ${count(records, 'record')} of large files` : '');

/** How far a running inspection or import is. The words follow the backend's stages. */
export function ImportProgressBar({ doing }: { doing: string }) {
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  useEffect(() => onImportProgress(setProgress), []);
  const known = progress !== null && progress.total > 0;
  const stage = progress ? (stages[progress.stage] ?? progress.stage) : '';
  return (
    <Field
      label={doing}
      validationState="none"
      validationMessage={
        known
          ? `${stage}: ${number(progress.done)} of ${number(progress.total)}${ofLargeFiles(progress.records)}`
          : stage + soFar(progress?.done ?? 0) || 'Starting'
      }
    >
      <ProgressBar value={known ? progress.done / progress.total : undefined} />
    </Field>
  );
}
