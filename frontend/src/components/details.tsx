import {
  Badge,
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
  useRestoreFocusSource,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { place } from '../lib/text';
import { Fact, Facts } from './card';
import { Copyable } from './copy';
import { CloseIcon } from './icons';

const useStyles = makeStyles({
  drawer: { width: '32rem', maxWidth: '100vw' },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    paddingBottom: tokens.spacingVerticalXL,
  },
  sub: { color: tokens.colorNeutralForeground3 },
});

/** The panel with everything about one record. */
export function Details({
  title,
  kind,
  onClose,
  children,
}: {
  title: string;
  kind: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const focusSource = useRestoreFocusSource();
  return (
    <OverlayDrawer
      open
      position="end"
      className={styles.drawer}
      aria-label={`${kind} ${title}`}
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
      {...focusSource}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button appearance="subtle" aria-label="Close details" icon={<CloseIcon />} onClick={onClose} />
          }
        >
          {title}
        </DrawerHeaderTitle>
        <div className={styles.sub}>{kind}</div>
      </DrawerHeader>
      <DrawerBody className={styles.body}>{children}</DrawerBody>
    </OverlayDrawer>
  );
}

/** Where a record stands in the export and under which id it is stored; support calls need both. */
export function RecordFacts({
  id,
  file,
  line,
  stored,
}: {
  id: string;
  file: string;
  line: number;
  stored: string;
}) {
  return (
    <Facts>
      <Fact name="Stored as">
        <Copyable text={stored} what="stored name" />
      </Fact>
      <Fact name="Record id">
        <Copyable text={id} what="record id" />
      </Fact>
      <Fact name="File">
        <Copyable text={place(file, line)} what="file and line" />
      </Fact>
    </Facts>
  );
}

/** Marks a record that is switched off. */
export function InactiveBadge() {
  return (
    <Badge appearance="outline" color="informative">
      Inactive
    </Badge>
  );
}
