package site

// The fields of all types that are packed, in the order in which they are declared. A record's source is not among
// them: it is kept apart.

func (r *Record) scanRecord(s *scanner) {
	text(s, "id", &r.ID)
	text(s, "name", &r.Name)
	flag(s, "inactive", &r.Inactive)
}

func (r *Website) scan(s *scanner) {
	r.scanRecord(s)
	number(s, "languageCode", &r.LanguageCode)
	text(s, "defaultLanguage", &r.DefaultLanguage)
	text(s, "primaryDomain", &r.PrimaryDomain)
	text(s, "enhancedAuthorization", &r.EnhancedAuthorization)
}

func (r *Language) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "portalLanguage", &r.PortalLanguage)
	text(s, "code", &r.Code)
	text(s, "publishingState", &r.PublishingState)
}

func (r *WebPage) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "partialUrl", &r.PartialURL)
	text(s, "parent", &r.Parent)
	flag(s, "isRoot", &r.IsRoot)
	text(s, "rootPage", &r.RootPage)
	text(s, "language", &r.Language)
	text(s, "title", &r.Title)
	text(s, "pageTemplate", &r.PageTemplate)
	text(s, "publishingState", &r.PublishingState)
	flag(s, "hiddenFromSitemap", &r.HiddenFromSitemap)
	moment(s, "released", &r.Released)
	moment(s, "expires", &r.Expires)
	text(s, "list", &r.List)
	text(s, "basicForm", &r.BasicForm)
	text(s, "advancedForm", &r.AdvancedForm)
	number(s, "displayOrder", &r.DisplayOrder)
}

func (r *WebFile) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "partialUrl", &r.PartialURL)
	text(s, "parent", &r.Parent)
	text(s, "blogPost", &r.BlogPost)
	text(s, "publishingState", &r.PublishingState)
	moment(s, "released", &r.Released)
	moment(s, "expires", &r.Expires)
}

func (r *WebRole) scan(s *scanner) {
	r.scanRecord(s)
	flag(s, "anonymous", &r.Anonymous)
	flag(s, "authenticated", &r.Authenticated)
	text(s, "description", &r.Description)
	text(s, "website", &r.Website)
}

func (r *Contact) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "userName", &r.UserName)
	text(s, "email", &r.Email)
	text(s, "parent", &r.Parent)
	flag(s, "parentInactive", &r.ParentInactive)
}

func (r *RoleAssignment) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "role", &r.Role)
	text(s, "contact", &r.Contact)
	text(s, "account", &r.Account)
}

func (r *RoleGate) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "kind", &r.Kind)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
}

func (r *SiteSetting) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "value", &r.Value)
	flag(s, "secret", &r.Secret)
	text(s, "environmentVariable", &r.EnvironmentVariable)
	text(s, "description", &r.Description)
}

func (r *SiteMarker) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "page", &r.Page)
}

func (r *WebLinkSet) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "language", &r.Language)
	text(s, "publishingState", &r.PublishingState)
}

func (r *WebLink) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "set", &r.Set)
	text(s, "parent", &r.Parent)
	text(s, "page", &r.Page)
	text(s, "externalUrl", &r.ExternalURL)
	flag(s, "disablePageValidation", &r.DisablePageValidation)
	text(s, "publishingState", &r.PublishingState)
}

func (r *ContentSnippet) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "language", &r.Language)
}

func (r *PageTemplate) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "webTemplate", &r.WebTemplate)
	text(s, "rewriteUrl", &r.RewriteURL)
	text(s, "entityName", &r.EntityName)
	flag(s, "isDefault", &r.IsDefault)
}

func (r *WebTemplate) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "mimeType", &r.MIMEType)
}

func (r *List) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "table", &r.Table)
	flag(s, "tablePermissionsEnabled", &r.TablePermissionsEnabled)
	flag(s, "odataEnabled", &r.ODataEnabled)
	text(s, "odataEntitySet", &r.ODataEntitySet)
}

func (r *BasicForm) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "table", &r.Table)
	text(s, "mode", &r.Mode)
	flag(s, "tablePermissionsEnabled", &r.TablePermissionsEnabled)
}

func (r *AdvancedForm) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "startStep", &r.StartStep)
	flag(s, "authenticationRequired", &r.AuthenticationRequired)
}

func (r *AdvancedFormStep) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "form", &r.Form)
	text(s, "table", &r.Table)
	text(s, "mode", &r.Mode)
	text(s, "nextStep", &r.NextStep)
	flag(s, "tablePermissionsEnabled", &r.TablePermissionsEnabled)
}

func (r *Forum) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "parent", &r.Parent)
	text(s, "partialUrl", &r.PartialURL)
	text(s, "publishingState", &r.PublishingState)
}

func (r *ForumPermission) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "forum", &r.Forum)
	text(s, "right", &r.Right)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
}

func (r *Blog) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "parent", &r.Parent)
	text(s, "partialUrl", &r.PartialURL)
	texts(s, "authorRoles", &r.AuthorRoles)
	flag(s, "authorRolesUnknown", &r.AuthorRolesUnknown)
	text(s, "website", &r.Website)
}

func (r *BlogPost) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "blog", &r.Blog)
	text(s, "partialUrl", &r.PartialURL)
	flag(s, "published", &r.Published)
}

func (r *IdeaForum) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "partialUrl", &r.PartialURL)
	texts(s, "readerRoles", &r.ReaderRoles)
	flag(s, "readerRolesUnknown", &r.ReaderRolesUnknown)
	texts(s, "writerRoles", &r.WriterRoles)
	flag(s, "writerRolesUnknown", &r.WriterRolesUnknown)
	text(s, "website", &r.Website)
}

func (r *PublishingState) scan(s *scanner) {
	r.scanRecord(s)
	flag(s, "visible", &r.Visible)
	flag(s, "default", &r.Default)
}

func (r *PublishingTransition) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "from", &r.From)
	text(s, "to", &r.To)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
}

func (r *Redirect) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "inboundUrl", &r.InboundURL)
	text(s, "page", &r.Page)
	text(s, "siteMarker", &r.SiteMarker)
	text(s, "externalUrl", &r.ExternalURL)
	number(s, "statusCode", &r.StatusCode)
}

func (r *TablePermission) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "table", &r.Table)
	text(s, "accessType", &r.AccessType)
	text(s, "rawAccessType", &r.RawAccessType)
	flag(s, "read", &r.Read)
	flag(s, "write", &r.Write)
	flag(s, "create", &r.Create)
	flag(s, "delete", &r.Delete)
	flag(s, "append", &r.Append)
	flag(s, "appendTo", &r.AppendTo)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
	text(s, "parent", &r.Parent)
	text(s, "parentRelationship", &r.ParentRelationship)
	text(s, "contactRelationship", &r.ContactRelationship)
	text(s, "accountRelationship", &r.AccountRelationship)
	text(s, "fetchXml", &r.FetchXML)
	text(s, "website", &r.Website)
}

func (r *PageRule) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "page", &r.Page)
	text(s, "right", &r.Right)
	text(s, "scope", &r.Scope)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
	texts(s, "publishingStates", &r.PublishingStates)
	text(s, "description", &r.Description)
	text(s, "website", &r.Website)
}

func (r *WebsiteAccessPermission) scan(s *scanner) {
	r.scanRecord(s)
	flag(s, "manageContentSnippets", &r.ManageContentSnippets)
	flag(s, "manageSiteMarkers", &r.ManageSiteMarkers)
	flag(s, "manageWebLinkSets", &r.ManageWebLinkSets)
	flag(s, "previewUnpublishedEntities", &r.PreviewUnpublishedEntities)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
	text(s, "website", &r.Website)
}

func (r *ColumnPermissionProfile) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "table", &r.Table)
	texts(s, "allColumns", &r.AllColumns)
	flag(s, "rightsUnknown", &r.RightsUnknown)
	texts(s, "roles", &r.Roles)
	flag(s, "rolesUnknown", &r.RolesUnknown)
	text(s, "website", &r.Website)
}

func (r *ColumnPermission) scan(s *scanner) {
	r.scanRecord(s)
	text(s, "profile", &r.Profile)
	text(s, "column", &r.Column)
	texts(s, "rights", &r.Rights)
	flag(s, "rightsUnknown", &r.RightsUnknown)
}

func (r *Account) scan(s *scanner) {
	objects(s, "files", &r.Files, s.count("path"))
	objects(s, "problems", &r.Problems, s.count("severity"))
}

func (r *File) scan(s *scanner) {
	text(s, "path", &r.Path)
	text(s, "use", &r.Use)
	text(s, "reason", &r.Reason)
	number(s, "line", &r.Line)
	number(s, "column", &r.Column)
	number(s, "records", &r.Records)
	objects(s, "exceptions", &r.Exceptions, 0)
}

func (r *Problem) scan(s *scanner) {
	text(s, "severity", &r.Severity)
	text(s, "file", &r.File)
	number(s, "line", &r.Line)
	text(s, "record", &r.Record)
	text(s, "message", &r.Message)
	text(s, "hint", &r.Hint)
	text(s, "lost", &r.Lost)
}

func (r *RecordException) scan(s *scanner) {
	text(s, "use", &r.Use)
	text(s, "kind", &r.Kind)
	text(s, "id", &r.ID)
	text(s, "name", &r.Name)
	number(s, "line", &r.Line)
	text(s, "reason", &r.Reason)
	objects(s, "missing", &r.Missing, 0)
	number(s, "count", &r.Count)
}

func (r *MissingReference) scan(s *scanner) {
	text(s, "field", &r.Field)
	text(s, "kind", &r.Kind)
	text(s, "id", &r.ID)
}
