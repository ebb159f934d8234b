import { Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import { useActions } from '../../components/actions';
import { FolderIcon, KeyIcon, SampleIcon } from '../../components/icons';
import { ErrorNotice } from '../../components/notice';
import { Page } from '../../components/page';

const useStyles = makeStyles({
  choices: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(15rem, 1fr))',
    gap: tokens.spacingHorizontalL,
    maxWidth: '64rem',
  },
  choice: {
    display: 'grid',
    alignContent: 'start',
    justifyItems: 'start',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalXXL,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
    ':active': { backgroundColor: tokens.colorNeutralBackground4 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  icon: {
    display: 'grid',
    placeItems: 'center',
    fontSize: tokens.fontSizeHero800,
    lineHeight: 1,
    color: tokens.colorBrandForeground1,
    marginBottom: tokens.spacingVerticalS,
  },
  words: { color: tokens.colorNeutralForeground2 },
  note: { color: tokens.colorNeutralForeground3, maxWidth: '52rem' },
});

/** What a person sees before there is any portal: three ways to begin. */
export function FirstStart({ warning }: { warning: ReactNode }) {
  const styles = useStyles();
  const client = useQueryClient();
  const { createPortal, importSite } = useActions();
  const sample = useMutation({
    mutationFn: () => backend.Shell.LoadSample(),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.portals }),
        client.invalidateQueries({ queryKey: ['activity'] }),
      ]),
  });
  return (
    <Page
      title="Welcome to Gatehouse"
      lead="Gatehouse watches the authentication keys of your portals and shows who may do what on their sites. Everything stays on this computer."
    >
      {warning}
      {sample.error && (
        <ErrorNotice
          error={sample.error}
          retry={() => {
            sample.mutate();
          }}
        />
      )}
      <div className={styles.choices}>
        <Choice
          icon={<KeyIcon />}
          title="Create a local portal"
          onChoose={createPortal}
          text="Register an application for a portal and make its authentication key, valid for two years."
        />
        <Choice
          icon={<FolderIcon />}
          title="Open a site folder"
          onChoose={() => {
            importSite();
          }}
          text="Read an exported site and see its web roles, permissions and settings. The folder is never changed."
        />
        <Choice
          icon={sample.isPending ? <Spinner size="small" /> : <SampleIcon />}
          title="Explore the sample"
          onChoose={() => {
            if (!sample.isPending) sample.mutate();
          }}
          text="Look around with made-up portals whose keys stand at different points. It can be removed at any time."
        />
      </div>
      <Text size={200} className={styles.note}>
        You can also drop a site folder, an archive or a certificate on this window.
      </Text>
    </Page>
  );
}

function Choice({
  icon,
  title,
  text,
  onChoose,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  onChoose: () => void;
}) {
  const styles = useStyles();
  return (
    <button type="button" className={styles.choice} onClick={onChoose}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Text size={400} weight="semibold">
        {title}
      </Text>
      <Text className={styles.words}>{text}</Text>
    </button>
  );
}
