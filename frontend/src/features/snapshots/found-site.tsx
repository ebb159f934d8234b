import { Checkbox, Field, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { portalsQuery } from '../../bridge/queries';
import type { InspectedSite } from '../../bridge/types';
import { Moment } from '../../components/moment';
import { Problems } from '../../components/problems';
import { useNames } from '../../components/words';
import { count, number } from '../../lib/text';
import { dataModelWord, formatWord, kindWord } from '../../lib/words';
import { recordsSentence } from './record-use';

const useStyles = makeStyles({
  site: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    minWidth: 0,
  },
  head: { display: 'grid', gap: tokens.spacingVerticalXXS },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  counts: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalL, margin: 0 },
  count: { display: 'flex', gap: tokens.spacingHorizontalXS },
  value: { margin: 0, order: -1, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  summary: { cursor: 'pointer', marginBottom: tokens.spacingVerticalS },
});

const problemsShown = 50;

/** One site that a folder holds, and the portal it is to go to. */
export function FoundSite({
  site,
  alone,
  target,
  disabled,
  onTarget,
}: {
  site: InspectedSite;
  alone: boolean;
  target: string | null; // null when it is left out
  disabled: boolean;
  onTarget: (target: string | null) => void;
}) {
  const styles = useStyles();
  const names = useNames();
  const portals = useQuery(portalsQuery).data ?? [];
  const { files } = site;
  const all = files.used + files.ignored + files.unreadable;
  return (
    <section className={styles.site} aria-label={site.name}>
      <div className={styles.head}>
        {alone ? (
          <h3 className={styles.title}>{site.name || 'Site without a name'}</h3>
        ) : (
          <Checkbox
            label={site.name || 'Site without a name'}
            checked={target !== null}
            disabled={disabled}
            onChange={(_, { checked }) => {
              onTarget(checked === true ? '' : null);
            }}
          />
        )}
        <Text size={200} className={styles.quiet}>
          {[formatWord(site.format), dataModelWord(site.dataModel), site.root !== '.' && site.root]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <dl className={styles.counts} aria-label="Records found">
        {site.counts
          .filter(({ count: n }) => n > 0)
          .map(({ kind, count: n }) => (
            <div key={kind} className={styles.count}>
              <dt>{kindWord(kind, names).toLowerCase()}</dt>
              <dd className={styles.value}>{number(n)}</dd>
            </div>
          ))}
      </dl>
      {site.takenAt && (
        <Text>
          {site.snapshotName ? `Snapshot file “${site.snapshotName}”, taken ` : 'Snapshot file, taken '}
          <Moment value={site.takenAt} />.
        </Text>
      )}
      <Text>
        {`${count(all, 'file')}: ${number(files.used)} used, ${number(files.ignored)} ignored, ${number(files.unreadable)} unreadable.`}
        <br />
        {recordsSentence(site.records)}
      </Text>
      {site.problems.length > 0 && (
        <details>
          <summary className={styles.summary}>{count(site.problems.length, 'problem')} while reading</summary>
          <Problems label="Problems while reading" problems={site.problems.slice(0, problemsShown)} />
          {site.problems.length > problemsShown && (
            <Text>The others are listed under “What was read” after the import.</Text>
          )}
        </details>
      )}
      {target !== null && (
        <Field label="Import into">
          <Select
            value={target}
            disabled={disabled}
            onChange={(_, { value }) => {
              onTarget(value);
            }}
          >
            <option value="">
              {site.portalId
                ? `${site.portalName} (has this site already)`
                : `A new portal named “${site.name}”`}
            </option>
            {portals
              .filter((p) => p.state === 'active' && p.id !== site.portalId)
              .map((p) => (
                <option key={p.id} value={p.id}>
                  {p.name}
                </option>
              ))}
          </Select>
        </Field>
      )}
    </section>
  );
}
