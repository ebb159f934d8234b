import { Pair, TextField } from '../../components/form';
import { useWord } from '../../components/words';
import type { BackendError } from '../../bridge/error';
import type { PortalForm } from '../../bridge/types';
import { fieldOf, requiredFields } from './api';

/** Whether a refusal is shown beside a field, so that it need not be shown above the form as well. */
export function besideField(error: BackendError | null): boolean {
  return error?.code === 'invalid' && fieldOf(error.message) !== undefined;
}

/** The fields of a portal's form, with the backend's refusal at the field it is about. */
export function PortalFields({
  form,
  onForm,
  origin,
  error,
}: {
  form: PortalForm;
  onForm: (form: PortalForm) => void;
  origin: string; // decides which fields are required
  error: BackendError | null;
}) {
  const word = useWord();
  const wrong = error?.code === 'invalid' ? fieldOf(error.message) : undefined;
  const field = (name: keyof PortalForm) => ({
    name,
    required: requiredFields(origin).includes(name),
    value: form[name],
    onValue: (value: string) => {
      onForm({ ...form, [name]: value });
    },
    error: wrong === name && error ? [error.message, error.hint].filter(Boolean).join(' ') : undefined,
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <>
      <Pair>
        <TextField label="Name" {...field('name')} autoFocus />
        <TextField label="URL" type="url" placeholder="https://name.powerappsportals.com" {...field('url')} />
      </Pair>
      <Pair>
        <TextField label={`${word('environment')} name`} {...field('organizationName')} />
        <TextField
          label={`${word('environment')} URL`}
          type="url"
          placeholder="https://name.crm.dynamics.com"
          {...field('organizationUrl')}
        />
      </Pair>
      <TextField
        label="Tenant id"
        placeholder="00000000-0000-0000-0000-000000000000"
        hint="The id of the Entra tenant, if known."
        {...field('tenantId')}
      />
    </>
  );
}
