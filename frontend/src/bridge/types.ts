// What the backend sends and takes: the views of the Go package app, as Wails generates them. Times are RFC 3339
// strings in UTC.
import type { app } from '../../wailsjs/go/models';

export type AccessAnswer = app.AccessAnswer;
export type AccessBasis = app.AccessBasis;
export type AccessContact = app.AccessContact;
export type AccessFile = app.AccessFile;
export type AccessForum = app.AccessForum;
export type AccessPage = app.AccessPage;
export type AccessProfile = app.AccessProfile;
export type AccessQuestion = app.AccessQuestion;
export type AccessRole = app.AccessRole;
export type AccessSubjects = app.AccessSubjects;
export type AccessSwitch = app.AccessSwitch;
export type AccessTable = app.AccessTable;
export type AccessTarget = app.AccessTarget;
export type AccessVisitor = app.AccessVisitor;
export type ActivityPage = app.ActivityPage;
export type ActivityQuery = app.ActivityQuery;
export type ActivityView = app.ActivityView;
export type ApplicationView = app.ApplicationView;
export type AttemptView = app.AttemptView;
export type AutostartView = app.AutostartView;
export type BannerView = app.BannerView;
export type CandidateView = app.CandidateView;
export type CertificateForm = app.CertificateForm;
export type CertificateView = app.CertificateView;
export type ChannelView = app.ChannelView;
export type ConnectionView = app.ConnectionView;
export type ColumnAnswer = app.ColumnAnswer;
export type ColumnTable = app.ColumnTable;
export type ContactsFound = app.ContactsFound;
export type ContentAnswers = app.ContentAnswers;
export type ContentMatrix = app.ContentMatrix;
export type ContentRow = app.ContentRow;
export type CountView = app.CountView;
export type DeliveryView = app.DeliveryView;
export type DifferenceView = app.DifferenceView;
export type ExplanationView = app.ExplanationView;
export type FileView = app.FileView;
export type FilesView = app.FilesView;
export type ForumAnswers = app.ForumAnswers;
export type GiverView = app.GiverView;
export type HeldRole = app.HeldRole;
export type HopView = app.HopView;
export type ImportForm = app.ImportForm;
export type ImportSite = app.ImportSite;
export type ImportedView = app.ImportedView;
export type InboxEntryView = app.InboxEntryView;
export type InboxPage = app.InboxPage;
export type InspectedSite = app.InspectedSite;
export type InspectionView = app.InspectionView;
export type KeyStoreView = app.KeyStoreView;
export type KeyView = app.KeyView;
export type LanguageAnswer = app.LanguageAnswer;
export type MailView = app.MailView;
export type MatrixColumn = app.MatrixColumn;
export type NextNoticeView = app.NextNoticeView;
export type ObstacleView = app.ObstacleView;
export type OtherProfileView = app.OtherProfileView;
export type OtherRecordView = app.OtherRecordView;
export type PageRuleView = app.PageRuleView;
export type PathView = app.PathView;
export type PersonView = app.PersonView;
export type PortalForm = app.PortalForm;
export type PortalRemindersView = app.PortalRemindersView;
export type PortalRow = app.PortalRow;
export type PortalView = app.PortalView;
export type ProblemView = app.ProblemView;
export type RecordKey = app.RecordKey;
export type RecordRef = app.RecordRef;
export type RecordsView = app.RecordsView;
export type ReminderChannel = app.ReminderChannel;
export type ReminderGroupView = app.ReminderGroupView;
export type ReminderRecordView = app.ReminderRecordView;
export type ReminderSettingsView = app.ReminderSettingsView;
export type RemindersView = app.RemindersView;
export type RenewalPreview = app.RenewalPreview;
export type RenewalView = app.RenewalView;
export type RightAnswer = app.RightAnswer;
export type RoleRef = app.RoleRef;
export type SettingsView = app.SettingsView;
export type SiteSettingView = app.SiteSettingView;
export type SiteView = app.SiteView;
export type SnapshotRow = app.SnapshotRow;
export type StageView = app.StageView;
export type StartView = app.StartView;
export type StepView = app.StepView;
export type TableAnswer = app.TableAnswer;
export type TableMatrix = app.TableMatrix;
export type TablePermissionView = app.TablePermissionView;
export type TableRow = app.TableRow;
export type WebRoleView = app.WebRoleView;
export type WebsiteAccessView = app.WebsiteAccessView;
export type WhoView = app.WhoView;
export type WithoutView = app.WithoutView;

/** What a bound method rejects with, as app.BackendError declares it; Wails generates no type for errors. */
export interface BackendFault {
  code: string; // one of fault's codes
  message: string;
  hint: string;
  file: string;
  line: number;
  reference: string; // short; the log has the chain under it
  final: boolean;
  instead: string; // a path that would do, "" for none
}
