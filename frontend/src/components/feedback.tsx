import { Toast, ToastBody, ToastTitle, Toaster, useId, useToastController } from '@fluentui/react-components';
import { createContext, type ReactNode, useCallback, useContext } from 'react';

/** Tells the person what came of an action they just took. */
type Tell = (title: string, options?: { body?: string; failed?: boolean }) => void;

const FeedbackContext = createContext<Tell>(() => undefined);

export const useTell = () => useContext(FeedbackContext);

/** Holds the toasts. Only actions raise them; a failed load is shown where its data would be. */
export function Feedback({ children }: { children: ReactNode }) {
  const toasterId = useId('toaster');
  const { dispatchToast } = useToastController(toasterId);
  const tell = useCallback<Tell>(
    (title, { body, failed = false } = {}) => {
      dispatchToast(
        <Toast>
          <ToastTitle>{title}</ToastTitle>
          {body && <ToastBody>{body}</ToastBody>}
        </Toast>,
        {
          intent: failed ? 'error' : 'success',
          timeout: failed ? -1 : 6000,
          politeness: failed ? 'assertive' : 'polite',
        },
      );
    },
    [dispatchToast],
  );
  return (
    <FeedbackContext value={tell}>
      {children}
      <Toaster toasterId={toasterId} position="bottom-end" pauseOnHover pauseOnWindowBlur />
    </FeedbackContext>
  );
}
