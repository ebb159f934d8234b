import { Checkbox, Select } from '@fluentui/react-components';
import type { AccessSubjects, MatrixColumn } from '../../bridge/types';
import { RulesButton } from './rules';
import type { Scene } from './scene';
import { visitorText, signedIn } from './visitor';

/** The visitor that a column of a matrix is about, as the address has it. */
export function columnVisitor(column: MatrixColumn, mode: string | undefined): string {
  if (column.kind === 'anonymous') return 'anonymous';
  if (column.kind === 'authenticated') return visitorText(signedIn());
  return visitorText({ ...signedIn([column.id]), alone: mode === 'alone' });
}

/** What stands above the name of a column: roles are known by their flags, never by name. */
export function columnKind(column: MatrixColumn, subjects: AccessSubjects): string {
  if (column.kind === 'anonymous') return 'Not signed in';
  if (column.kind === 'authenticated') return 'Signed in';
  const role = subjects.roles.find((r) => r.id === column.id);
  const flags = [role?.anonymous && 'anonymous users', role?.authenticated && 'authenticated users'].filter(
    Boolean,
  );
  return flags.length === 0 ? 'Web role' : `Flag: ${flags.join(', ')}`;
}

/** What a matrix shows: which right, roles with or without what everybody signed in has, refusals or not; the rules. */
export function MatrixTools({
  scene,
  rights,
}: {
  scene: Scene;
  rights: readonly (readonly [value: string, label: string])[];
}) {
  const { place, go, subjects } = scene;
  return (
    <>
      <Select
        aria-label="Which right"
        value={place.right ?? ''}
        onChange={(_, { value }) => {
          go({ right: value });
        }}
      >
        {rights.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="What a role stands for"
        value={place.mode ?? ''}
        onChange={(_, { value }) => {
          go({ mode: value === 'alone' ? 'alone' : undefined });
        }}
      >
        <option value="">Signed in, with the role</option>
        <option value="alone">The role by itself</option>
      </Select>
      <Checkbox
        label="Refusals too"
        checked={place.all === 'yes'}
        onChange={(_, { checked }) => {
          go({ all: checked === true ? 'yes' : undefined });
        }}
      />
      <RulesButton subjects={subjects} place={place} go={go} />
    </>
  );
}
