// The icons of the window, taken one by one so that no other icon of the library is ever read or bundled.
export { AddRegular as AddIcon } from '@fluentui/react-icons/svg/add';
export { AlertRegular as InboxIcon, AlertFilled as InboxActiveIcon } from '@fluentui/react-icons/svg/alert';
export { AlertOffRegular as MuteIcon } from '@fluentui/react-icons/svg/alert-off';
export { AlertSnoozeRegular as SnoozeIcon } from '@fluentui/react-icons/svg/alert-snooze';
export { ArchiveRegular as RetireIcon } from '@fluentui/react-icons/svg/archive';
export { ArrowClockwiseRegular as RetryIcon } from '@fluentui/react-icons/svg/arrow-clockwise';
export { ArrowCurveDownRightRegular as InheritedIcon } from '@fluentui/react-icons/svg/arrow-curve-down-right';
export { ArrowDownRegular as SortDownIcon } from '@fluentui/react-icons/svg/arrow-down';
export {
  ArrowSwapRegular as SwapIcon,
  ArrowSwapRegular as OtherRowsIcon,
} from '@fluentui/react-icons/svg/arrow-swap';
export { ArrowSyncRegular as UpdatingIcon } from '@fluentui/react-icons/svg/arrow-sync';
export { ArrowUndoRegular as RestoreIcon } from '@fluentui/react-icons/svg/arrow-undo';
export { ArrowUpRegular as SortUpIcon } from '@fluentui/react-icons/svg/arrow-up';
export { ArrowDownloadRegular as ExportIcon } from '@fluentui/react-icons/svg/arrow-download';
export { BeakerRegular as SampleIcon } from '@fluentui/react-icons/svg/beaker';
export { CalendarClockRegular as FutureIcon } from '@fluentui/react-icons/svg/calendar-clock';
export { CertificateRegular as CertificateIcon } from '@fluentui/react-icons/svg/certificate';
export { CheckmarkRegular as DoneIcon } from '@fluentui/react-icons/svg/checkmark';
export {
  CheckmarkCircleFilled as HealthyIcon,
  CheckmarkCircleFilled as YesIcon,
  CheckmarkCircleRegular as InheritedYesIcon,
} from '@fluentui/react-icons/svg/checkmark-circle';
export { ChevronDownRegular as ExpandedIcon } from '@fluentui/react-icons/svg/chevron-down';
export {
  ChevronRightRegular as CollapsedIcon,
  ChevronRightRegular as StepIcon,
} from '@fluentui/react-icons/svg/chevron-right';
export { CircleRegular as NothingIcon, CircleFilled as AllIcon } from '@fluentui/react-icons/svg/circle';
export { CircleHalfFillRegular as SomeIcon } from '@fluentui/react-icons/svg/circle-half-fill';
export { ClockRegular as DueIcon } from '@fluentui/react-icons/svg/clock';
export { CopyRegular as CopyIcon } from '@fluentui/react-icons/svg/copy';
export { DeleteRegular as RemoveIcon } from '@fluentui/react-icons/svg/delete';
export { DismissRegular as CloseIcon } from '@fluentui/react-icons/svg/dismiss';
export { DismissCircleFilled as ExpiredIcon } from '@fluentui/react-icons/svg/dismiss-circle';
export { DocumentRegular as FileIcon } from '@fluentui/react-icons/svg/document';
export { DocumentSearchRegular as ReadingIcon } from '@fluentui/react-icons/svg/document-search';
export { EditRegular as EditIcon } from '@fluentui/react-icons/svg/edit';
export { ErrorCircleFilled as CriticalIcon } from '@fluentui/react-icons/svg/error-circle';
export { EyeRegular as WatchIcon } from '@fluentui/react-icons/svg/eye';
export { FilterRegular as FilterIcon } from '@fluentui/react-icons/svg/filter';
export { FolderOpenRegular as FolderIcon } from '@fluentui/react-icons/svg/folder-open';
export {
  GlobeRegular as PortalsIcon,
  GlobeFilled as PortalsActiveIcon,
} from '@fluentui/react-icons/svg/globe';
export {
  HistoryRegular as ActivityIcon,
  HistoryFilled as ActivityActiveIcon,
} from '@fluentui/react-icons/svg/history';
export { HomeRegular as HomeIcon, HomeFilled as HomeActiveIcon } from '@fluentui/react-icons/svg/home';
export { InfoRegular as InfoIcon } from '@fluentui/react-icons/svg/info';
export { KeyRegular as KeyIcon } from '@fluentui/react-icons/svg/key';
export { LinkDismissRegular as MissingIcon } from '@fluentui/react-icons/svg/link-dismiss';
export { LockClosedRegular as OwnRuleIcon } from '@fluentui/react-icons/svg/lock-closed';
export { MailRegular as MailIcon } from '@fluentui/react-icons/svg/mail';
export { MoreHorizontalRegular as MoreIcon } from '@fluentui/react-icons/svg/more-horizontal';
export { OpenRegular as OpenIcon } from '@fluentui/react-icons/svg/open';
export { PauseRegular as PauseIcon } from '@fluentui/react-icons/svg/pause';
export { PersonRegular as PersonIcon } from '@fluentui/react-icons/svg/person';
export { PersonAddRegular as AddPersonIcon } from '@fluentui/react-icons/svg/person-add';
export { PinRegular as PinIcon } from '@fluentui/react-icons/svg/pin';
export { PinOffRegular as UnpinIcon } from '@fluentui/react-icons/svg/pin-off';
export {
  ProhibitedRegular as InheritedNoIcon,
  ProhibitedFilled as NoIcon,
} from '@fluentui/react-icons/svg/prohibited';
export { QuestionCircleFilled as UnknownIcon } from '@fluentui/react-icons/svg/question-circle';
export { SaveRegular as SaveIcon } from '@fluentui/react-icons/svg/save';
export { ScalesRegular as RulesIcon } from '@fluentui/react-icons/svg/scales';
export { SearchRegular as SearchIcon } from '@fluentui/react-icons/svg/search';
export {
  SettingsRegular as SettingsIcon,
  SettingsFilled as SettingsActiveIcon,
} from '@fluentui/react-icons/svg/settings';
export {
  ShieldCheckmarkRegular as ReviewIcon,
  ShieldCheckmarkFilled as ReviewActiveIcon,
} from '@fluentui/react-icons/svg/shield-checkmark';
export { ShieldKeyholeRegular as BrandIcon } from '@fluentui/react-icons/svg/shield-keyhole';
export { SubtractCircleRegular as NoneIcon } from '@fluentui/react-icons/svg/subtract-circle';
export { TriangleDownFilled as NarrowerIcon } from '@fluentui/react-icons/svg/triangle-down';
export { TriangleUpFilled as WiderIcon } from '@fluentui/react-icons/svg/triangle-up';
export { WarningFilled as SoonIcon } from '@fluentui/react-icons/svg/warning';
