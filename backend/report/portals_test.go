package report_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	p "gatehouse/backend/portal"
	"gatehouse/backend/report"
)

func inventory() ([]p.Portal, report.Mutes, time.Time) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	key := p.KeyCredential{
		KeyID: uuid.New(), Thumbprint: "0011223344556677889900112233445566778899",
		Start: now.AddDate(-1, 0, 0), End: now.Add(9*24*time.Hour + time.Hour),
	}
	mutedID := uuid.New()
	return []p.Portal{
		{Name: "=HYPERLINK(\"http://evil\")", URL: "https://help.contoso.example", Origin: p.Watched, State: p.Active,
			Organization: p.Organization{Name: "Contoso, Ltd"}, Application: p.Application{Keys: []p.KeyCredential{key}}},
		{ID: mutedID, Name: "管理 \"portal\"", Origin: p.Imported, State: p.Retired},
	}, report.Mutes{mutedID: {Reason: "=Goes away", By: "ada@contoso.example", At: now}}, now
}

func TestPortalsCSV(t *testing.T) {
	portals, mutes, now := inventory()
	var out bytes.Buffer
	if err := report.PortalsCSV(&out, portals, mutes, now); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil || len(lines) != 3 {
		t.Fatalf("got %v, %v", lines, err)
	}
	want := []string{
		"'=HYPERLINK(\"http://evil\")", "https://help.contoso.example", "Contoso, Ltd", "watched", "active", "soon",
		"0011223344556677889900112233445566778899", "2026-03-01T12:00:00Z", "2027-03-10T13:00:00Z", "9", "",
	}
	if !slices.Equal(lines[1], want) {
		t.Errorf("got %q, want %q", lines[1], want)
	}
	if want := []string{"管理 \"portal\"", "", "", "imported", "retired", "none", "", "", "", "", "'=Goes away"}; !slices.Equal(lines[2], want) {
		t.Errorf("got %q, want %q", lines[2], want)
	}
}

func TestPortalsXLSX(t *testing.T) {
	portals, mutes, now := inventory()
	var out bytes.Buffer
	if err := report.PortalsXLSX(&out, portals, mutes, now); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{
		"A1": "name", "J1": "daysLeft", "A2": "=HYPERLINK(\"http://evil\")", "C2": "Contoso, Ltd", "F2": "soon",
		"I2": "2027-03-10 13:00 UTC", "J2": "9", "A3": "管理 \"portal\"", "F3": "none", "I3": "", "K1": "muted", "K2": "", "K3": "=Goes away",
	} {
		if got, err := book.GetCellValue("Portals", cell); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", cell, got, err, want)
		}
	}
	if formula, err := book.GetCellFormula("Portals", "A2"); err != nil || formula != "" {
		t.Errorf("a name became the formula %q, %v", formula, err)
	}
	if err := report.PortalsXLSX(&out, nil, nil, now); err != nil {
		t.Errorf("no portals: %v", err)
	}
}
