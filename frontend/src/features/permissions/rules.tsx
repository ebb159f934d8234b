import {
  Button,
  Field,
  Input,
  Radio,
  RadioGroup,
  Switch,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { AccessProfile, AccessSubjects } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import { Details } from '../../components/details';
import { RulesIcon } from '../../components/icons';
import { local, localInput } from '../../lib/time';
import type { PermissionsPlace } from './place';

const useStyles = makeStyles({
  time: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  summary: { cursor: 'pointer', marginBottom: tokens.spacingVerticalM },
});

/** By what is judged, in a few words. */
export function rulesText(place: PermissionsPlace): string {
  return [
    place.profile === 'legacy' ? 'Legacy rules' : 'Current rules',
    place.missing === 'absent' ? 'missing records do not exist' : 'missing records are unknown',
    place.at === undefined ? 'as of now' : `as of ${local(place.at)}`,
    place.preview === 'off' && 'preview switched off',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Opens the choice of rules. Its words say when something else than the usual is chosen. */
export function RulesButton({
  subjects,
  place,
  go,
}: {
  subjects: AccessSubjects;
  place: PermissionsPlace;
  go: (change: PermissionsPlace) => void;
}) {
  const [open, setOpen] = useState(false);
  const unusual = [place.profile, place.missing, place.at, place.preview].filter(Boolean).length;
  return (
    <>
      <Button
        icon={<RulesIcon />}
        title={rulesText(place)}
        onClick={() => {
          setOpen(true);
        }}
      >
        {unusual === 0 ? 'Rules…' : `Rules: ${String(unusual)} changed…`}
      </Button>
      {open && (
        <Details
          title="Rules"
          kind="How the snapshot is judged"
          onClose={() => {
            setOpen(false);
          }}
        >
          <Choice subjects={subjects} place={place} go={go} />
        </Details>
      )}
    </>
  );
}

function Choice({
  subjects,
  place,
  go,
}: {
  subjects: AccessSubjects;
  place: PermissionsPlace;
  go: (change: PermissionsPlace) => void;
}) {
  const styles = useStyles();
  return (
    <>
      <Field label="Rules of access">
        <RadioGroup
          value={place.profile ?? 'current'}
          onChange={(_, { value }) => {
            go({ profile: value === 'legacy' ? 'legacy' : undefined });
          }}
        >
          <Radio value="current" label="Current: what Microsoft documents for the hosted product today" />
          <Radio value="legacy" label="Legacy: what the released runtime of version 8.3 does" />
        </RadioGroup>
      </Field>
      <Field label="Records that others name and the export does not hold">
        <RadioGroup
          value={place.missing ?? 'unknown'}
          onChange={(_, { value }) => {
            go({ missing: value === 'absent' ? 'absent' : undefined });
          }}
        >
          <Radio value="unknown" label="Unknown: what they could change cannot be told" />
          <Radio value="absent" label="Absent: the export is complete, they do not exist" />
        </RadioGroup>
      </Field>
      <Field
        label="Point in time"
        hint="Release and expiration dates are compared with it. Now, where it is empty; in your own time zone."
      >
        <div className={styles.time}>
          <Input
            type="datetime-local"
            aria-label="Point in time"
            value={place.at === undefined ? '' : localInput(place.at)}
            onChange={(_, { value }) => {
              const at = new Date(value);
              go({ at: Number.isNaN(at.getTime()) ? undefined : at.toISOString() });
            }}
          />
          <Button
            disabled={place.at === undefined}
            onClick={() => {
              go({ at: undefined });
            }}
          >
            Now
          </Button>
        </div>
      </Field>
      <Switch
        label="The visitor has switched the preview of unpublished content off"
        checked={place.preview === 'off'}
        onChange={(_, { checked }) => {
          go({ preview: checked ? 'off' : undefined });
        }}
      />
      <details>
        <summary className={styles.summary}>Where the two sets of rules part</summary>
        <Switches profiles={subjects.profiles} />
      </details>
    </>
  );
}

/** Every point on which rules can differ, with what each profile does; those that do differ first. */
function Switches({ profiles }: { profiles: readonly AccessProfile[] }) {
  const styles = useStyles();
  const [first] = profiles;
  if (!first) return null;
  const ordered = [...first.switches].sort((a, b) => Number(b.differs) - Number(a.differs));
  return (
    <Facts>
      {ordered.map(({ switch: id, subject, differs }) => (
        <Fact key={id} name={`${id} ${differs ? '' : '(same)'}`}>
          <div>{subject}</div>
          <Text size={200} className={styles.quiet}>
            {profiles
              .map(
                ({ profile, switches }) =>
                  `${profile}: ${switches.find((s) => s.switch === id)?.value ?? '–'}`,
              )
              .join(' · ')}
          </Text>
        </Fact>
      ))}
    </Facts>
  );
}
