import { Combobox, Option, Tag, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { AccessContact } from '../../bridge/types';
import { number } from '../../lib/text';
import { contactsQuery } from './api';

const useStyles = makeStyles({
  // The columns are the library's own, but for the text's, which it does not let grow narrower than some 20 letters.
  box: { minWidth: '10rem', flex: '0 1 12rem', gridTemplateColumns: 'minmax(0, 1fr) auto' },
  input: { minWidth: 0, width: '100%' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const nameOf = (contact: AccessContact) => contact.name || contact.userName || contact.email || contact.id;

/** What tells contacts of one name apart. */
const more = (contact: AccessContact) =>
  [contact.name && (contact.email || contact.userName), !contact.active && 'inactive']
    .filter(Boolean)
    .join(' · ');

interface Place {
  portalId: string;
  snapshotId: string;
}

/** The contact whose rights are asked about, or a box that finds one. */
export function ContactPicker({
  chosen,
  onChosen,
  ...place
}: Place & { chosen: string; onChosen: (id: string) => void }) {
  if (chosen === '') return <Search {...place} onChosen={onChosen} />;
  return <Chosen {...place} id={chosen} onChosen={onChosen} />;
}

function Chosen({
  portalId,
  snapshotId,
  id,
  onChosen,
}: Place & { id: string; onChosen: (id: string) => void }) {
  const { data } = useQuery(contactsQuery(portalId, snapshotId, id));
  const contact = data?.contacts.find((c) => c.id === id);
  return (
    <Tag
      dismissible
      appearance="brand"
      dismissIcon={{ 'aria-label': 'Remove' }}
      onClick={() => {
        onChosen('');
      }}
    >
      Contact {contact ? nameOf(contact) : id}
    </Tag>
  );
}

function Search({ portalId, snapshotId, onChosen }: Place & { onChosen: (id: string) => void }) {
  const styles = useStyles();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(false);
  const asked = useDeferredValue(search).trim();
  const { data, error } = useQuery({ ...contactsQuery(portalId, snapshotId, asked), enabled: open });
  const found = data?.contacts ?? [];
  const rest = (data?.total ?? 0) - found.length;
  return (
    <Combobox
      className={styles.box}
      input={{ className: styles.input }}
      freeform
      autoComplete="off"
      placeholder="Find a contact"
      aria-label="Find a contact"
      value={search}
      selectedOptions={[]}
      onOpenChange={(_, state) => {
        setOpen(state.open);
      }}
      onChange={(event) => {
        setSearch(event.target.value);
      }}
      onOptionSelect={(_, { optionValue }) => {
        if (optionValue) onChosen(optionValue);
      }}
    >
      {found.map((contact) => (
        <Option key={contact.id} value={contact.id} text={nameOf(contact)}>
          <span>
            {nameOf(contact)} <span className={styles.quiet}>{more(contact)}</span>
          </span>
        </Option>
      ))}
      {found.length === 0 && (
        <Option value="" text="" disabled>
          {error ? 'The contacts could not be searched' : data ? 'No contact fits' : 'Searching'}
        </Option>
      )}
      {rest > 0 && (
        <Option value="" text="" disabled>
          {`${number(rest)} more; type to narrow`}
        </Option>
      )}
    </Combobox>
  );
}
