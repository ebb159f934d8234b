package report

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// The list of portals as people take it along: into a spreadsheet, or into a report of their own. It is as of a moment,
// and times are UTC.

var portalHeadings = []string{
	"name", "address", "environment", "origin", "state", "keyState", "thumbprint", "validFrom", "expires", "daysLeft",
	"muted", // last, so that the others keep their places
}

// Mutes says which portals are muted, and why.
type Mutes = map[uuid.UUID]renewal.Mute

// portalLine is what the list says of one portal.
type portalLine struct {
	texts              []string // the columns up to the thumbprint
	hasKey             bool
	validFrom, expires time.Time
	daysLeft           int
	muted              string
}

func portalLineOf(it portal.Portal, mutes Mutes, now time.Time) portalLine {
	line := portalLine{muted: mutes[it.ID].Reason}
	state, thumbprint := renewal.HealthOfPortal(it, now), ""
	if key, ok := it.Application.CurrentKey(now); ok {
		thumbprint = key.Thumbprint
		line.hasKey, line.validFrom, line.expires, line.daysLeft = true, key.Start, key.End, renewal.DaysLeft(key, now)
	}
	line.texts = []string{
		it.Name, it.URL, it.Organization.Name, string(it.Origin), string(it.State), string(state), thumbprint,
	}
	return line
}

// PortalsCSV writes portals as CSV, in their order: UTF-8, times as RFC 3339. Cells that a spreadsheet would take for a
// formula get an apostrophe in front.
func PortalsCSV(w io.Writer, portals []portal.Portal, mutes Mutes, now time.Time) error {
	t := newTable(w, portalHeadings...)
	for _, it := range portals {
		line := portalLineOf(it, mutes, now)
		cells := line.texts
		if line.hasKey {
			cells = append(cells, line.validFrom.UTC().Format(time.RFC3339), line.expires.UTC().Format(time.RFC3339), strconv.Itoa(line.daysLeft))
		} else {
			cells = append(cells, "", "", "")
		}
		t.row(append(cells, line.muted)...)
	}
	return t.close()
}

// PortalsXLSX writes portals as an Excel workbook, in their order, with times that Excel can reckon with. Texts are
// texts, whatever they begin with.
func PortalsXLSX(w io.Writer, portals []portal.Portal, mutes Mutes, now time.Time) (err error) {
	const sheet = "Portals"
	book := excelize.NewFile()
	defer func() {
		if closeErr := book.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("close workbook: %w", closeErr)
		}
	}()
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("name sheet: %w", err)
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("make style: %w", err)
	}
	form := `yyyy-mm-dd hh:mm "UTC"`
	date, err := book.NewStyle(&excelize.Style{CustomNumFmt: &form})
	if err != nil {
		return fmt.Errorf("make style: %w", err)
	}
	rows, err := book.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	for column, width := range []float64{32, 40, 28, 10, 10, 12, 44, 22, 22, 10, 40} {
		if err := rows.SetColWidth(column+1, column+1, width); err != nil {
			return fmt.Errorf("set width: %w", err)
		}
	}
	if err := rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freeze headings: %w", err)
	}
	head := make([]any, len(portalHeadings))
	for i, heading := range portalHeadings {
		head[i] = excelize.Cell{StyleID: bold, Value: heading}
	}
	if err := rows.SetRow("A1", head); err != nil {
		return fmt.Errorf("write headings: %w", err)
	}
	for i, it := range portals {
		line := portalLineOf(it, mutes, now)
		cells := make([]any, 0, len(portalHeadings))
		for _, text := range line.texts {
			cells = append(cells, text)
		}
		if line.hasKey {
			cells = append(cells, excelize.Cell{StyleID: date, Value: line.validFrom.UTC()},
				excelize.Cell{StyleID: date, Value: line.expires.UTC()}, line.daysLeft)
		} else {
			cells = append(cells, nil, nil, nil)
		}
		if line.muted != "" {
			cells = append(cells, line.muted)
		}
		if err := rows.SetRow("A"+strconv.Itoa(i+2), cells); err != nil {
			return fmt.Errorf("write portal: %w", err)
		}
	}
	if err := rows.Flush(); err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	last, err := excelize.CoordinatesToCellName(len(portalHeadings), max(len(portals)+1, 2))
	if err != nil {
		return fmt.Errorf("name cell: %w", err)
	}
	if err := book.AutoFilter(sheet, "A1:"+last, nil); err != nil {
		return fmt.Errorf("filter headings: %w", err)
	}
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
