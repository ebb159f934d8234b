import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  Tab,
  TabList,
  makeStyles,
  tokens,
  useIsOverflowItemVisible,
  useOverflowMenu,
} from '@fluentui/react-components';

const useStyles = makeStyles({
  strip: {
    display: 'flex',
    flexShrink: 0,
    alignItems: 'center',
    minWidth: 0,
    overflow: 'hidden',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  list: { minWidth: 0, flexShrink: 0 },
  tab: { flexShrink: 0, whiteSpace: 'nowrap' },
  more: { minWidth: 'max-content', fontWeight: tokens.fontWeightRegular, fontSize: tokens.fontSizeBase300 },
});

interface Part {
  value: string; // last part of the address, "" for the overview
  label: string;
}

/**
 * The tabs of a portal. Those that the window has no room for stand in a menu behind them; the chosen one is always a
 * tab, since it names what is shown below.
 */
export function PortalTabs({
  of,
  parts,
  chosen,
  onChoose,
}: {
  of: string; // the portal's name
  parts: readonly Part[];
  chosen: string;
  onChoose: (part: string) => void;
}) {
  const styles = useStyles();
  return (
    <Overflow minimumVisible={2}>
      <div className={styles.strip}>
        <TabList
          className={styles.list}
          size="small"
          selectedValue={chosen}
          aria-label={`Parts of ${of}`}
          onTabSelect={(_, { value }) => {
            onChoose(String(value));
          }}
        >
          {parts.map(({ value, label }) => (
            <OverflowItem key={value} id={itemOf(value)} priority={value === chosen ? 1 : 0}>
              <Tab
                id={`tab-${value || 'overview'}`}
                value={value}
                aria-controls="portal-panel"
                className={styles.tab}
              >
                {label}
              </Tab>
            </OverflowItem>
          ))}
        </TabList>
        <MoreParts of={of} parts={parts} onChoose={onChoose} />
      </div>
    </Overflow>
  );
}

const itemOf = (value: string) => value || 'overview';

function MoreParts({
  of,
  parts,
  onChoose,
}: {
  of: string;
  parts: readonly Part[];
  onChoose: (part: string) => void;
}) {
  const styles = useStyles();
  const { ref, isOverflowing, overflowCount } = useOverflowMenu<HTMLButtonElement>();
  if (!isOverflowing) return null;
  return (
    <Menu hasIcons={false} positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          ref={ref}
          size="small"
          appearance="subtle"
          className={styles.more}
          aria-label={`${String(overflowCount)} more parts of ${of}`}
        >
          {overflowCount} more
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {parts.map((part) => (
            <MorePart key={part.value} part={part} onChoose={onChoose} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function MorePart({ part, onChoose }: { part: Part; onChoose: (part: string) => void }) {
  const visible = useIsOverflowItemVisible(itemOf(part.value));
  if (visible) return null;
  return (
    <MenuItem
      onClick={() => {
        onChoose(part.value);
      }}
    >
      {part.label}
    </MenuItem>
  );
}
