import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessBasis, AccessTarget, WhoView } from '../../bridge/types';
import { Anchor } from '../../components/anchor';
import { Loaded } from '../../components/states';
import { whoQuery } from './api';
import { type PermissionsPlace, usePlace } from './place';
import { answerWord } from './words';
import { signedIn, visitorText } from './visitor';

const useStyles = makeStyles({
  box: { display: 'grid', gap: tokens.spacingVerticalS },
  table: { borderCollapse: 'collapse', width: '100%' },
  head: {
    textAlign: 'start',
    verticalAlign: 'bottom',
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase200,
    paddingBlock: tokens.spacingVerticalXS,
    paddingInlineEnd: tokens.spacingHorizontalS,
  },
  row: { borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}` },
  cell: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    paddingBlock: tokens.spacingVerticalXS,
    paddingInlineEnd: tokens.spacingHorizontalS,
    overflowWrap: 'anywhere',
  },
});

const gives = (answer: string) => answer !== 'deny' && answer !== 'none';

/** Who gets one thing: everybody, everybody signed in, and what each role gives. Each name chooses that visitor. */
export function Who({
  portalId,
  basis,
  target,
}: {
  portalId: string;
  basis: AccessBasis;
  target: AccessTarget;
}) {
  const query = useQuery(whoQuery(portalId, basis, target));
  return (
    <Loaded query={query} what="who else gets it" lines={4}>
      {(who) => <Givers portalId={portalId} who={who} />}
    </Loaded>
  );
}

function Givers({ portalId, who }: { portalId: string; who: WhoView }) {
  const styles = useStyles();
  const [all, setAll] = useState(false);
  const [place] = usePlace();
  const rows = [
    { key: 'anonymous', name: 'Anonymous visitors', as: undefined, alone: '', with: who.anonymous },
    {
      key: 'authenticated',
      name: 'Signed in, without roles',
      as: visitorText(signedIn()),
      alone: '',
      with: who.authenticated,
    },
    ...who.roles.map((role) => ({
      key: role.id,
      name: role.name || 'Role without a name',
      as: visitorText(signedIn([role.id])),
      alone: role.alone,
      with: role.with,
    })),
  ];
  const shown = all ? rows : rows.filter((row) => gives(row.with) || gives(row.alone || 'none'));
  const choosing = (as: string | undefined): PermissionsPlace => ({ ...place, as, of: undefined });
  return (
    <div className={styles.box}>
      {shown.length === 0 ? (
        <span>Nobody gets it.</span>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.head}>
                Who
              </th>
              <th scope="col" className={styles.head}>
                Gets it
              </th>
              <th scope="col" className={styles.head}>
                By the role itself
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key} className={styles.row}>
                <th scope="row" className={styles.cell}>
                  <Anchor to="/portals/$portalId/permissions" params={{ portalId }} search={choosing(row.as)}>
                    {row.name}
                  </Anchor>
                </th>
                <td className={styles.cell}>{answerWord(row.with)}</td>
                <td className={styles.cell}>{row.alone === '' ? '–' : answerWord(row.alone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Checkbox
        label="Those who do not get it too"
        checked={all}
        onChange={(_, { checked }) => {
          setAll(checked === true);
        }}
      />
    </div>
  );
}
