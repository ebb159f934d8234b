import type * as Access from '../../wailsjs/go/app/Access';
import type * as Activity from '../../wailsjs/go/app/Activity';
import type * as Portals from '../../wailsjs/go/app/Portals';
import type * as Reminders from '../../wailsjs/go/app/Reminders';
import type * as Renewals from '../../wailsjs/go/app/Renewals';
import type * as Settings from '../../wailsjs/go/app/Settings';
import type * as Shell from '../../wailsjs/go/app/Shell';
import type * as Snapshots from '../../wailsjs/go/app/Snapshots';

/** The bound structs of the Go package app, as Wails generates them. Every promise may reject with a BackendFault. */
export interface Backend {
  Shell: typeof Shell;
  Portals: typeof Portals;
  Renewals: typeof Renewals;
  Reminders: typeof Reminders;
  Snapshots: typeof Snapshots;
  Access: typeof Access;
  Activity: typeof Activity;
  Settings: typeof Settings;
}

/** What an "import-progress" event carries. */
export interface ImportProgress {
  stage: string; // "finding", "reading", "keeping"
  done: number; // files; sites while keeping
  total: number; // 0 while nobody knows
  records: number; // of large files, which take long by themselves
}

/** The part of Wails' runtime that the pages use. */
export interface Runtime {
  EventsOn(name: string, heard: (payload: never) => void): () => void;
  OnFileDrop(dropped: (x: number, y: number, paths: string[]) => void, useDropTarget: boolean): void;
  OnFileDropOff(): void;
}

declare global {
  interface Window {
    go?: { app: Backend };
    runtime?: Runtime;
  }
}
