import type { BackendFault } from '../types';

/** A plain object as the backend's error formatter makes it; throw it from a method of the twin. */
export function fault(code: string, message: string, rest: Partial<BackendFault> = {}): BackendFault {
  return { code, message, hint: '', file: '', line: 0, reference: '', final: false, instead: '', ...rest };
}
