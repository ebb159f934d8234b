import type { BackendFault } from './types';

/** The codes of house-style section 6, as the backend words them. */
export type ErrorCode =
  'invalid' | 'not_found' | 'conflict' | 'denied' | 'signed_out' | 'unreachable' | 'canceled' | 'internal';

/** BackendError is what every call of the bridge rejects with, whatever went wrong. */
export class BackendError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly file: string;
  readonly line: number;
  readonly reference: string;
  readonly final: boolean;
  readonly instead: string;

  constructor(fault: Partial<BackendFault> & { code: ErrorCode | (string & {}); message: string }) {
    super(fault.message);
    this.name = 'BackendError';
    this.code = fault.code;
    this.hint = fault.hint ?? '';
    this.file = fault.file ?? '';
    this.line = fault.line ?? 0;
    this.reference = fault.reference ?? '';
    this.final = fault.final ?? false;
    this.instead = fault.instead ?? '';
  }

  /** The place as "file:line", "file" or "". */
  get place(): string {
    return this.line > 0 && this.file !== '' ? `${this.file}:${String(this.line)}` : this.file;
  }

  /** Everything support needs, as lines of text. */
  get details(): string {
    return [
      this.message,
      this.hint,
      this.place && `Place: ${this.place}`,
      `Code: ${this.code}`,
      this.reference && `Reference: ${this.reference}`,
    ]
      .filter(Boolean)
      .join('\n');
  }
}

/** Whether a rejection has the shape that the backend's error formatter gives it. */
function isFault(value: unknown): value is BackendFault {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** Wails makes an Error of what the backend's formatter returns, so the fault travels as JSON in its message. */
function parsed(text: string): BackendFault | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFault(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Turns any rejection into a BackendError. */
export function backendError(value: unknown): BackendError {
  if (value instanceof BackendError) return value;
  if (isFault(value)) return new BackendError(value);
  const cause = value instanceof Error ? value.message : String(value);
  const told = parsed(cause);
  if (told) return new BackendError(told);
  return new BackendError({
    code: 'internal',
    message: 'Something went wrong inside the program.',
    hint: `Copy the details and send them to whoever supports Gatehouse. (${cause})`,
  });
}
