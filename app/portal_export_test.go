package app

import (
	"strings"
	"testing"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
)

func TestExportPortals(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	var ids []string
	for _, name := range []string{"Contoso", "Adatum"} {
		made, err := (&Portals{e}).Provision(PortalForm{Name: name, URL: "https://" + strings.ToLower(name) + ".example", OrganizationName: name})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, made.ID)
	}
	export := func(ids []string, format string) (content string, err error) {
		err = do(e, func(life lifetime, program *wiring.Program) error {
			_, content, err = exportPortals(life, program, ids, format)
			return err
		})
		return content, err
	}
	if err := (&Reminders{e}).Mute(ids[0], "Goes out of service."); err != nil {
		t.Fatal(err)
	}
	text, err := export(ids, "csv")
	if lines := strings.Split(strings.TrimSpace(text), "\n"); err != nil || len(lines) != 3 || !strings.Contains(lines[1], "Contoso") || !strings.Contains(lines[2], "Adatum") {
		t.Errorf("got %q, %v; want both in the order of the page", text, err)
	}
	if lines := strings.Split(strings.TrimSpace(text), "\n"); len(lines) == 3 && (!strings.HasSuffix(lines[1], ",Goes out of service.") || !strings.HasSuffix(lines[2], ",")) {
		t.Errorf("got %q, want the reason of the mute", text)
	}
	if book, err := export(ids[:1], "xlsx"); err != nil || !strings.HasPrefix(book, "PK") {
		t.Errorf("the workbook begins with %.10q, %v", book, err)
	}
	if _, err := export(ids, "docx"); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
	if _, err := export([]string{"x"}, "csv"); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}
