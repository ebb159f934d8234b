import { Field, Input, type InputProps, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  // The sign for a required field is no part of its label, so the field is still found by its label's words.
  required: {
    '::after': { content: '" *" / ""', color: tokens.colorPaletteRedForeground3 },
  },
  pair: {
    alignItems: 'start',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(14rem, 1fr))',
    gap: tokens.spacingVerticalM,
    columnGap: tokens.spacingHorizontalL,
  },
});

/** A form that never leaves the page. */
export function Form({ id, onSubmit, children }: { id?: string; onSubmit: () => void; children: ReactNode }) {
  const styles = useStyles();
  return (
    <form
      id={id}
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

/** Fields side by side where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={useStyles().pair}>{children}</div>;
}

/** A labelled line of text with its hint and its error. */
export function TextField({
  label,
  value,
  onValue,
  hint,
  error,
  required,
  ...input
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string;
  error?: string;
  required?: boolean;
} & Pick<
  InputProps,
  'type' | 'placeholder' | 'autoComplete' | 'contentAfter' | 'autoFocus' | 'spellCheck' | 'name'
>) {
  const styles = useStyles();
  return (
    <Field
      label={required ? { children: label, className: styles.required } : label}
      hint={hint}
      validationMessage={error}
    >
      <Input
        {...input}
        required={required}
        value={value}
        onChange={(_, data) => {
          onValue(data.value);
        }}
      />
    </Field>
  );
}
