// What the backend sends and takes: the views of the Go package app, as Wails generates them. Times are RFC 3339
// strings in UTC.
import type { app } from '../../wailsjs/go/models';

export type ActivityPage = app.ActivityPage;
export type ActivityQuery = app.ActivityQuery;
export type ActivityView = app.ActivityView;
export type ApplicationView = app.ApplicationView;
export type CertificateForm = app.CertificateForm;
export type CertificateView = app.CertificateView;
export type CountView = app.CountView;
export type FileView = app.FileView;
export type FilesView = app.FilesView;
export type ImportForm = app.ImportForm;
export type ImportSite = app.ImportSite;
export type ImportedView = app.ImportedView;
export type InspectedSite = app.InspectedSite;
export type InspectionView = app.InspectionView;
export type KeyStoreView = app.KeyStoreView;
export type KeyView = app.KeyView;
export type OtherRecordView = app.OtherRecordView;
export type PageRuleView = app.PageRuleView;
export type PortalForm = app.PortalForm;
export type PortalRow = app.PortalRow;
export type PortalView = app.PortalView;
export type ProblemView = app.ProblemView;
export type RecordsView = app.RecordsView;
export type RoleRef = app.RoleRef;
export type SettingsView = app.SettingsView;
export type SiteSettingView = app.SiteSettingView;
export type SiteView = app.SiteView;
export type SnapshotRow = app.SnapshotRow;
export type StartView = app.StartView;
export type TablePermissionView = app.TablePermissionView;
export type WebRoleView = app.WebRoleView;
export type WebsiteAccessView = app.WebsiteAccessView;

/** What a bound method rejects with, as app.BackendError declares it; Wails generates no type for errors. */
export interface BackendFault {
  code: string; // one of fault's codes
  message: string;
  hint: string;
  file: string;
  line: number;
  reference: string; // short; the log has the chain under it
  final: boolean;
}
