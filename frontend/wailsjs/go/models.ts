export namespace app {
	
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
	}
	export interface CountView {
	    kind: string;
	    count: number;
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
	export interface MissingView {
	    field: string;
	    kind: string;
	    id: string;
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
	export interface PortalForm {
	    name: string;
	    url: string;
	    organizationName: string;
	    organizationUrl: string;
	    tenantId: string;
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
	}
	
	

}

