export namespace app {
	
	export interface ColumnAnswer {
	    column: string;
	    reach: string;
	    other: string;
	}
	export interface ColumnTable {
	    table: string;
	    exposed: string;
	    why: string;
	    allColumns: boolean;
	    columns: ColumnAnswer[];
	}
	export interface RightAnswer {
	    right: string;
	    answer: string;
	    other: string;
	}
	export interface TableAnswer {
	    reach: string;
	    types: string;
	    other: string;
	}
	export interface LanguageAnswer {
	    page: number;
	    id: string;
	    language: string;
	    read: string;
	    change: string;
	}
	export interface ForumAnswers {
	    read: string;
	    change: string;
	    otherRead: string;
	    otherChange: string;
	}
	export interface ContentAnswers {
	    read: string;
	    change: string;
	    otherRead: string;
	    otherChange: string;
	    readBy: string;
	    changeBy: string;
	    readFrom: number[];
	    changeFrom: number[];
	}
	export interface HeldRole {
	    id: string;
	    name: string;
	    how: string;
	    onPages: boolean;
	    onTables: boolean;
	}
	export interface AccessAnswer {
	    profile: string;
	    other: string;
	    missing: string;
	    at: string;
	    visitor: string;
	    canCome: boolean;
	    held: HeldRole[];
	    notes: string[];
	    refused: string;
	    pages: ContentAnswers;
	    files: ContentAnswers;
	    forums: ForumAnswers;
	    languages: LanguageAnswer[];
	    tables: TableAnswer[];
	    rights: RightAnswer[];
	    columns: ColumnTable[];
	}
	export interface AccessBasis {
	    snapshotId: string;
	    profile: string;
	    missing: string;
	    at: string;
	}
	export interface AccessContact {
	    id: string;
	    name: string;
	    userName: string;
	    email: string;
	    active: boolean;
	    roles: number;
	}
	export interface AccessFile {
	    id: string;
	    name: string;
	    url: string;
	    page: number;
	    active: boolean;
	}
	export interface AccessForum {
	    kind: string;
	    id: string;
	    name: string;
	    active: boolean;
	}
	export interface AccessPage {
	    id: string;
	    name: string;
	    url: string;
	    parent: number;
	    depth: number;
	    active: boolean;
	    detached: boolean;
	    own: boolean;
	    file: string;
	    line: number;
	}
	export interface AccessSwitch {
	    switch: string;
	    subject: string;
	    value: string;
	    differs: boolean;
	}
	export interface AccessProfile {
	    profile: string;
	    switches: AccessSwitch[];
	}
	export interface AccessVisitor {
	    signedIn: boolean;
	    roles: string[];
	    contact: string;
	    alone: boolean;
	    previewOff: boolean;
	}
	export interface AccessQuestion {
	    snapshotId: string;
	    profile: string;
	    missing: string;
	    at: string;
	    visitor: AccessVisitor;
	}
	export interface AccessRole {
	    id: string;
	    name: string;
	    anonymous: boolean;
	    authenticated: boolean;
	    counts: boolean;
	    why: string;
	    namesakes: number;
	}
	export interface AccessTable {
	    name: string;
	    permissions: number;
	}
	export interface AccessSubjects {
	    snapshotId: string;
	    roles: AccessRole[];
	    pages: AccessPage[];
	    files: AccessFile[];
	    tables: AccessTable[];
	    forums: AccessForum[];
	    contacts: number;
	    profiles: AccessProfile[];
	    missing: string;
	    incomplete: string[];
	    enhancedAuthorization: string;
	}
	
	
	export interface AccessTarget {
	    kind: string;
	    id: string;
	    right: string;
	    column: string;
	}
	
	export interface ActivityView {
	    sequence: number;
	    at: string;
	    actor: string;
	    action: string;
	    portalId: string;
	    portalName: string;
	    summary: string;
	}
	export interface ActivityPage {
	    entries: ActivityView[];
	    more: boolean;
	}
	export interface ActivityQuery {
	    portalId: string;
	    before: number;
	    limit: number;
	}
	
	export interface ApplicationView {
	    id: string;
	    objectId: string;
	    displayName: string;
	    uri: string;
	    owners: string[];
	}
	export interface StageView {
	    name: string;
	    at: string;
	}
	export interface AttemptView {
	    by: string;
	    beganAt: string;
	    endedAt: string;
	    notBefore: string;
	    nextLookAt: string;
	    oldThumbprint: string;
	    oldExpires: string;
	    newThumbprint: string;
	    newExpires: string;
	    stages: StageView[];
	    problem: string;
	    offer: string;
	    reference: string;
	}
	export interface AutostartView {
	    on: boolean;
	    where: string;
	}
	export interface BannerView {
	    severity: string;
	    title: string;
	    portalId: string;
	    portals: string[];
	}
	export interface RecordRef {
	    kind: string;
	    id: string;
	    name: string;
	    file: string;
	    line: number;
	    missing: boolean;
	}
	export interface CandidateView {
	    record: RecordRef;
	    fails: string;
	}
	export interface CertificateForm {
	    path: string;
	    name: string;
	    content: string;
	    password: string;
	}
	export interface CertificateView {
	    name: string;
	    subject: string;
	    issuer: string;
	    thumbprint: string;
	    validFrom: string;
	    expires: string;
	    state: string;
	    sentence: string;
	    hasPrivate: boolean;
	    warnings: string[];
	    watches: string;
	}
	export interface ChannelView {
	    through: string;
	    record?: RecordRef;
	    page?: RecordRef;
	    open: string;
	    reach: string;
	    unchecked: boolean;
	    note: string;
	}
	
	
	export interface ConnectionView {
	    state: string;
	    sentence: string;
	    hint: string;
	    since: string;
	    until: string;
	    thumbprint: string;
	}
	export interface ContactsFound {
	    contacts: AccessContact[];
	    total: number;
	}
	
	export interface ContentRow {
	    read: string;
	    change: string;
	    readBy: string;
	    changeBy: string;
	}
	export interface MatrixColumn {
	    kind: string;
	    id: string;
	    name: string;
	}
	export interface ContentMatrix {
	    columns: MatrixColumn[];
	    rows: ContentRow[];
	    row: number[];
	}
	
	export interface CountView {
	    kind: string;
	    count: number;
	}
	export interface DeliveryView {
	    id: string;
	    channel: string;
	    address: string;
	    title: string;
	    severity: string;
	    state: string;
	    createdAt: string;
	    changedAt: string;
	    nextAttempt: string;
	    attempts: number;
	    problem: string;
	    hint: string;
	}
	export interface DifferenceView {
	    kind: string;
	    id: string;
	    column: string;
	    label: string;
	    right: string;
	    before: string;
	    after: string;
	    wider: boolean;
	}
	export interface OtherProfileView {
	    profile: string;
	    answer: string;
	    differs: boolean;
	}
	export interface HopView {
	    relationship: string;
	    table: string;
	}
	export interface PathView {
	    permissions: RecordRef[];
	    accessType: string;
	    hops: HopView[];
	    end: string;
	    certain: boolean;
	    empty: boolean;
	}
	export interface StepView {
	    text: string;
	    record?: RecordRef;
	}
	export interface ExplanationView {
	    question: string;
	    visitor: string;
	    profile: string;
	    answer: string;
	    accessTypes: string[];
	    sentence: string;
	    steps: StepView[];
	    candidates: CandidateView[];
	    paths: PathView[];
	    channels: ChannelView[];
	    change: string;
	    notes: string[];
	    other: OtherProfileView;
	    text: string;
	}
	export interface FileView {
	    path: string;
	    use: string;
	    reason: string;
	    line: number;
	    column: number;
	}
	export interface FilesView {
	    used: number;
	    ignored: number;
	    unreadable: number;
	}
	
	export interface GiverView {
	    id: string;
	    name: string;
	    alone: string;
	    with: string;
	}
	
	
	export interface ImportSite {
	    root: string;
	    portalId: string;
	}
	export interface ImportForm {
	    path: string;
	    sites: ImportSite[];
	}
	
	export interface ImportedView {
	    portalId: string;
	    portalName: string;
	    snapshotId: string;
	    unchanged: boolean;
	    newPortal: boolean;
	    note: string;
	}
	export interface InboxEntryView {
	    id: string;
	    kind: string;
	    severity: string;
	    portalId: string;
	    portalName: string;
	    raisedAt: string;
	    title: string;
	    body: string;
	    read: boolean;
	}
	export interface InboxPage {
	    entries: InboxEntryView[];
	    total: number;
	    unread: number;
	}
	export interface ProblemView {
	    severity: string;
	    file: string;
	    line: number;
	    record: string;
	    message: string;
	    hint: string;
	}
	export interface RecordsView {
	    found: number;
	    used: number;
	    inactive: number;
	    duplicate: number;
	    dangling: number;
	    ignored: number;
	    unreadable: number;
	}
	export interface InspectedSite {
	    root: string;
	    name: string;
	    websiteId: string;
	    format: string;
	    dataModel: string;
	    counts: CountView[];
	    files: FilesView;
	    records: RecordsView;
	    problems: ProblemView[];
	    portalId: string;
	    portalName: string;
	    takenAt: string;
	    snapshotName: string;
	}
	export interface InspectionView {
	    path: string;
	    sites: InspectedSite[];
	}
	export interface KeyStoreView {
	    kind: string;
	    where: string;
	    warning: string;
	}
	export interface KeyView {
	    state: string;
	    sentence: string;
	    keyId: string;
	    thumbprint: string;
	    subject: string;
	    validFrom: string;
	    expires: string;
	    daysLeft: number;
	    source: string;
	    hasPrivate: boolean;
	    others: number;
	}
	
	export interface MailView {
	    host: string;
	    port: number;
	    security: string;
	    user: string;
	    from: string;
	    hasPassword: boolean;
	}
	
	export interface MissingView {
	    field: string;
	    kind: string;
	    id: string;
	}
	export interface NextNoticeView {
	    portalId: string;
	    portalName: string;
	    threshold: string;
	    at: string;
	    severity: string;
	}
	export interface ObstacleView {
	    message: string;
	    hint: string;
	}
	export interface OtherKeyView {
	    keyId: string;
	    at: string;
	    by: string;
	    oldThumbprint: string;
	    newThumbprint: string;
	    newExpires: string;
	}
	
	export interface OtherRecordView {
	    use: string;
	    kind: string;
	    id: string;
	    name: string;
	    file: string;
	    line: number;
	    reason: string;
	    missing: MissingView[];
	    count: number;
	}
	export interface RoleRef {
	    id: string;
	    name: string;
	    missing: boolean;
	}
	export interface PageRuleView {
	    id: string;
	    name: string;
	    active: boolean;
	    file: string;
	    line: number;
	    right: string;
	    scope: string;
	    pageId: string;
	    pageName: string;
	    pageUrl: string;
	    pageMissing: boolean;
	    roles: RoleRef[];
	}
	
	export interface PersonView {
	    id: string;
	    name: string;
	    address: string;
	    all: boolean;
	    organizations: string[];
	}
	export interface PortalForm {
	    name: string;
	    url: string;
	    organizationName: string;
	    organizationUrl: string;
	    tenantId: string;
	}
	export interface ReminderRecordView {
	    threshold: string;
	    at: string;
	    severity: string;
	    status: string;
	    statusAt: string;
	}
	export interface PortalRemindersView {
	    tracked: boolean;
	    group: string;
	    thresholds: string[];
	    muted: boolean;
	    muteReason: string;
	    mutedBy: string;
	    mutedAt: string;
	    snoozed: boolean;
	    snoozedUntil: string;
	    canSnooze: boolean;
	    moreUrgentAt: string;
	    criticalAt: string;
	    banner: boolean;
	    records: ReminderRecordView[];
	}
	export interface WatchedView {
	    path: string;
	    readAt: string;
	    failedAt: string;
	    problem: string;
	    stale: boolean;
	}
	export interface PortalRow {
	    id: string;
	    name: string;
	    url: string;
	    organization: string;
	    origin: string;
	    state: string;
	    sample: boolean;
	    key: KeyView;
	    hasSite: boolean;
	    muted: string;
	    certificate: WatchedView;
	}
	export interface PortalView {
	    id: string;
	    name: string;
	    url: string;
	    organization: string;
	    origin: string;
	    state: string;
	    sample: boolean;
	    key: KeyView;
	    hasSite: boolean;
	    muted: string;
	    certificate: WatchedView;
	    version: number;
	    organizationUrl: string;
	    tenantId: string;
	    websiteId: string;
	    application?: ApplicationView;
	    keys: KeyView[];
	    mayManage: boolean;
	    manageReason: string;
	    createdAt: string;
	    changedAt: string;
	}
	
	export interface RecordKey {
	    kind: string;
	    id: string;
	}
	
	
	export interface ReminderChannel {
	    name: string;
	    on: boolean;
	    addressed: boolean;
	}
	export interface ReminderGroupView {
	    name: string;
	    thresholds: string[];
	}
	
	export interface ReminderSettingsView {
	    thresholds: string[];
	    withoutEnd: boolean;
	    groups: ReminderGroupView[];
	    quietFrom: string;
	    quietUntil: string;
	    off: string[];
	}
	export interface RemindersView {
	    banner?: BannerView;
	    unread: number;
	    next: NextNoticeView[];
	    deliveries: DeliveryView[];
	    undelivered: DeliveryView[];
	    pausedUntil: string;
	    trouble: string;
	    channels: ReminderChannel[];
	}
	export interface RenewalPreview {
	    portalId: string;
	    portalName: string;
	    driver: string;
	    page: string;
	    key: KeyView;
	    retry: boolean;
	    steps: string[];
	    warnings: ObstacleView[];
	    obstacles: ObstacleView[];
	}
	export interface RenewalView {
	    id: string;
	    portalId: string;
	    portalName: string;
	    driver: string;
	    state: string;
	    sentence: string;
	    active: boolean;
	    since: string;
	    openedAt: string;
	    openedBy: string;
	    page: string;
	    patience: string;
	    externally: boolean;
	    siteSilent: boolean;
	    interrupted: boolean;
	    attempts: AttemptView[];
	    mayConfirm: boolean;
	    mayRetry: boolean;
	    mayCancel: boolean;
	    mayReportStarted: boolean;
	    mayGiveUp: boolean;
	    mayLook: boolean;
	    hasBundle: boolean;
	}
	
	
	export interface SetAsideView {
	    portalId: string;
	    message: string;
	    hint: string;
	}
	export interface SettingsView {
	    actingUser: string;
	    names: string;
	    theme: string;
	}
	export interface SiteSettingView {
	    id: string;
	    name: string;
	    active: boolean;
	    file: string;
	    line: number;
	    value: string;
	    secret: boolean;
	    environmentVariable: string;
	    description: string;
	}
	export interface WebsiteAccessView {
	    id: string;
	    name: string;
	    active: boolean;
	    file: string;
	    line: number;
	    rights: string[];
	    roles: RoleRef[];
	}
	export interface TablePermissionView {
	    id: string;
	    name: string;
	    active: boolean;
	    file: string;
	    line: number;
	    table: string;
	    accessType: string;
	    privileges: string[];
	    roles: RoleRef[];
	    parentId: string;
	    parentName: string;
	    parentMissing: boolean;
	    relationship: string;
	}
	export interface WebRoleView {
	    id: string;
	    name: string;
	    active: boolean;
	    file: string;
	    line: number;
	    anonymous: boolean;
	    authenticated: boolean;
	    description: string;
	    tablePermissions: number;
	    pageRules: number;
	    websiteAccess: number;
	}
	export interface SnapshotRow {
	    id: string;
	    portalId: string;
	    takenAt: string;
	    name: string;
	    note: string;
	    path: string;
	    root: string;
	    format: string;
	    dataModel: string;
	    fingerprint: string;
	    domain: string;
	    complete: boolean;
	    counts: CountView[];
	    files: FilesView;
	    errors: number;
	    warnings: number;
	    notes: number;
	}
	export interface SiteView {
	    snapshot: SnapshotRow;
	    websiteName: string;
	    webRoles: WebRoleView[];
	    tablePermissions: TablePermissionView[];
	    pageRules: PageRuleView[];
	    websiteAccess: WebsiteAccessView[];
	    siteSettings: SiteSettingView[];
	    problems: ProblemView[];
	    files: FileView[];
	    records: RecordsView;
	    otherRecords: OtherRecordView[];
	}
	
	
	export interface StartView {
	    version: string;
	    dataFolder: string;
	    settings: SettingsView;
	    keyStore: KeyStoreView;
	    portals: PortalRow[];
	    activity: ActivityView[];
	    hasSample: boolean;
	    openPath: string;
	    setAside: SetAsideView[];
	}
	
	
	export interface TableRow {
	    reach: string;
	    types: string;
	}
	export interface TableMatrix {
	    columns: MatrixColumn[];
	    rows: TableRow[];
	    row: number[];
	}
	
	
	
	
	
	export interface WhoView {
	    anonymous: string;
	    authenticated: string;
	    roles: GiverView[];
	}
	export interface WithoutView {
	    removed: RecordRef[];
	    differences: DifferenceView[];
	}

}

