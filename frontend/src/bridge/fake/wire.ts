import type { Backend, Runtime } from '../contract';

/** What lies between pages and the Go side: calls go over it and can be told to fail, and events come back. */
export class Wire implements Runtime {
  private listeners = new Map<string, Set<(payload: never) => void>>();
  private failures = new Map<string, unknown>();
  /** Calls so far as "Struct.Method", for tests. */
  readonly calls: string[] = [];
  dropped: ((x: number, y: number, paths: string[]) => void) | undefined;

  /** The delay is in milliseconds, before every answer. */
  constructor(private readonly delay: number) {}

  /** Makes a method ("Portals.List") reject with this until `heal`. */
  fail(method: string, reason: unknown): void {
    this.failures.set(method, reason);
  }

  heal(method: string): void {
    this.failures.delete(method);
  }

  /** Tells the pages that something happened, as the Go side does. */
  emit(name: string, payload: unknown = ''): void {
    this.listeners.get(name)?.forEach((heard) => {
      heard(payload as never);
    });
  }

  EventsOn(name: string, heard: (payload: never) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set.add(heard));
    return () => {
      set.delete(heard);
    };
  }

  OnFileDrop(dropped: (x: number, y: number, paths: string[]) => void): void {
    this.dropped = dropped;
  }

  OnFileDropOff(): void {
    this.dropped = undefined;
  }

  /** Counts, delays and, where asked, fails every method; answers are copies, as they are over a real bridge. */
  protected guard(structs: Backend): Backend {
    const wrapped: Record<string, Record<string, unknown>> = {};
    for (const [struct, methods] of Object.entries(structs)) {
      wrapped[struct] = {};
      for (const [name, method] of Object.entries(
        methods as Record<string, (...a: unknown[]) => Promise<unknown>>,
      )) {
        wrapped[struct][name] = async (...args: unknown[]) => {
          this.calls.push(`${struct}.${name}`);
          await new Promise((resolve) => setTimeout(resolve, this.delay));
          const reason = this.failures.get(`${struct}.${name}`);
          if (reason !== undefined) throw reason;
          return structuredClone(await method(...args));
        };
      }
    }
    return wrapped as unknown as Backend;
  }
}
