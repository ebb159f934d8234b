import {
  Button,
  Checkbox,
  Radio,
  RadioGroup,
  Text,
  Tooltip,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { AccessAnswer, AccessVisitor } from '../../bridge/types';
import { PinIcon, SwapIcon, UnpinIcon } from '../../components/icons';
import { ContactPicker } from './contact-picker';
import { Holding, Notes } from './holding';
import { RolePicker } from './role-picker';
import { RulesButton } from './rules';
import type { Scene } from './scene';
import { anonymous, signedIn, visitorFrom, visitorText } from './visitor';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
    minWidth: 0,
  },
  end: { display: 'flex', gap: tokens.spacingHorizontalS, marginInlineStart: 'auto' },
  pinned: {
    paddingTop: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} dashed ${tokens.colorNeutralStroke2}`,
  },
});

/** Who is asked about: anonymous or signed in, with which roles or as which contact, by which rules. */
export function VisitorBar({
  scene,
  answer,
  pinned,
}: {
  scene: Scene;
  answer: AccessAnswer | undefined;
  pinned: AccessAnswer | undefined;
}) {
  const styles = useStyles();
  const { portalId, basis, subjects, place, go } = scene;
  const visitor = visitorFrom(place.as ?? '');
  const change = (next: AccessVisitor) => {
    go({ as: next.signedIn ? visitorText(next) : undefined });
  };
  return (
    <section aria-label="Visitor" className={styles.box}>
      <div className={styles.line}>
        <RadioGroup
          aria-label="Signed in or not"
          layout="horizontal"
          value={visitor.signedIn ? 'signed-in' : 'anonymous'}
          onChange={(_, { value }) => {
            change(value === 'anonymous' ? anonymous : signedIn());
          }}
        >
          <Radio value="anonymous" label="Anonymous" />
          <Radio value="signed-in" label="Signed in" />
        </RadioGroup>
        <RolePicker
          roles={subjects.roles}
          chosen={visitor.roles}
          onChosen={(roles) => {
            // Only somebody who is signed in holds roles of their own.
            change({ ...visitor, roles, signedIn: true });
          }}
        />
        {(subjects.contacts > 0 || visitor.contact !== '') && (
          <ContactPicker
            portalId={portalId}
            snapshotId={basis.snapshotId}
            chosen={visitor.contact}
            onChosen={(contact) => {
              change({ ...visitor, contact, signedIn: true, alone: false });
            }}
          />
        )}
        <span className={styles.end}>
          {place.pin === undefined && (
            <Tooltip
              relationship="description"
              content="Compares: keeps this visitor beside the one you choose next, with the differences marked"
            >
              <Button
                icon={<PinIcon />}
                onClick={() => {
                  go({ pin: visitorText(visitor) });
                }}
              >
                Pin
              </Button>
            </Tooltip>
          )}
          <RulesButton subjects={subjects} place={place} go={go} />
        </span>
      </div>
      {answer && <Holding portalId={portalId} answer={answer} />}
      {answer && <Notes answer={answer} incomplete={subjects.incomplete} />}
      {place.pin !== undefined && <Pinned scene={scene} answer={pinned} />}
    </section>
  );
}

/** The visitor who is compared with. */
function Pinned({ scene, answer }: { scene: Scene; answer: AccessAnswer | undefined }) {
  const styles = useStyles();
  const { portalId, place, go } = scene;
  return (
    <section aria-label="Pinned visitor" className={styles.pinned}>
      <div className={styles.line}>
        <PinIcon aria-hidden />
        <Text>
          <b>Pinned:</b> {answer?.visitor ?? ''}
        </Text>
        <span className={styles.end}>
          <Checkbox
            label="Only differences"
            checked={place.only === 'differences'}
            onChange={(_, { checked }) => {
              go({ only: checked === true ? 'differences' : undefined });
            }}
          />
          <Button
            icon={<SwapIcon />}
            onClick={() => {
              go({ as: place.pin, pin: place.as ?? visitorText(anonymous), cell: undefined, of: undefined });
            }}
          >
            Swap
          </Button>
          <Button
            icon={<UnpinIcon />}
            onClick={() => {
              const open = place.of === undefined ? {} : { cell: undefined, of: undefined };
              go({ pin: undefined, only: undefined, ...open });
            }}
          >
            Unpin
          </Button>
        </span>
      </div>
      {answer && <Holding portalId={portalId} answer={answer} />}
    </section>
  );
}
