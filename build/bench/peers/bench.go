package main

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// What is to be reached.
const (
	timesFaster  = 200 // the bare decision of the fastest peer / ours
	matrixTimes  = 40  // the whole matrix / copying its bitmap
	compileTimes = 3   // compiling a site / one pass over its records
)

const ours = "Gatehouse"

// bench measures one site in one run.
type bench struct {
	measurement
	site   *site.Site
	engine *engine
	peers  []named
	asked  questions
	report report
}

func (b *bench) run() error {
	for _, step := range []func() error{b.pages, b.tables, b.explanations, b.matrix, b.compile} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) pages() error {
	list := b.asked.pages
	subjects := []subject{
		asking(ours+", contact never seen", made(list, b.engine.page)),
		asking(ours+", contact never seen, both by id", made(list, b.engine.pageByID)),
		asking(ours+", prepared visitor", made(list, b.engine.pageOfVisitor)),
		b.strangers(ours+", visitor prepared for one question", func(v *access.Visitor, i int) {
			page, _ := v.Engine().Page(list[i%len(list)].page)
			v.PageRead(page)
		}),
	}
	for _, p := range b.peers {
		subjects = append(subjects, asking(p.name, made(list, p.page)))
	}
	return b.decisions("contact, page, read", subjects)
}

func (b *bench) tables() error {
	list := b.asked.tables
	subjects := []subject{
		asking(ours+", contact never seen", made(list, b.engine.table)),
		asking(ours+", contact never seen, both by id", made(list, b.engine.tableByID)),
		asking(ours+", prepared visitor", made(list, b.engine.tableOfVisitor)),
		b.strangers(ours+", visitor prepared for one question", func(v *access.Visitor, i int) {
			q := list[i%len(list)]
			v.TableRight(q.table, q.privilege)
		}),
	}
	for _, p := range b.peers {
		subjects = append(subjects, asking(p.name, made(list, p.table)))
	}
	return b.decisions("contact, table, right", subjects)
}

// The ways in which we are asked, in the order of the subjects.
const (
	neverSeen = iota
	neverSeenByID
	prepared
	preparedForOne
	ourWays
)

// decisions measures bare decisions, our ways first, and judges those about contacts never seen before.
func (b *bench) decisions(title string, subjects []subject) error {
	figures, err := b.measure(subjects...)
	if err != nil {
		return err
	}
	b.report.section(title, figures)
	us, them := figures[:ourWays], figures[ourWays:]
	var whole, sliced figure // the fastest of each sort
	for _, f := range them {
		fastest := &whole
		if strings.HasSuffix(f.name, slicedSuffix) {
			fastest = &sliced
		}
		if fastest.name == "" || f.time < fastest.time {
			*fastest = f
		}
	}
	title += ": "
	b.report.atLeast(title+whole.name+" / ours, contact never seen", whole.time/us[neverSeen].time, timesFaster)
	b.report.told(title+whole.name+" / ours, contact never seen, both by id", whole.time/us[neverSeenByID].time)
	b.report.told(title+whole.name+" / ours, visitor prepared for one question", whole.time/us[preparedForOne].time)
	b.report.atLeast(title+sliced.name+" / ours, contact never seen", sliced.time/us[neverSeen].time, timesFaster)
	b.report.told(title+sliced.name+" / ours, prepared visitor", sliced.time/us[prepared].time)
	allocations := us[neverSeen].allocations + us[neverSeenByID].allocations + us[prepared].allocations
	b.report.atMost(title+"our allocations", float64(allocations), 0)
	return nil
}

// made makes questions ready to be asked.
func made[Q, T any](list []Q, question func(Q) func() (T, error)) []func() (T, error) {
	ready := make([]func() (T, error), len(list))
	for i, q := range list {
		ready[i] = question(q)
	}
	return ready
}

func (b *bench) compiled() (*access.Engine, error) {
	return access.Compile(b.site, access.Options{At: moment})
}

// strangers is a subject that prepares a new contact for every question. Once all were seen it takes a new engine.
func (b *bench) strangers(name string, question func(visitor *access.Visitor, i int)) subject {
	return subject{name: name, prepares: true, run: func(n int) (took time.Duration, err error) {
		for asked := 0; asked < n; {
			fresh, err := b.compiled()
			if err != nil {
				return 0, err
			}
			first, err := fresh.Visitor(access.Contact(b.site.Contacts[0].ID))
			if err != nil {
				return 0, err
			}
			question(first, 0) // what is made once for all contacts is not measured
			began := time.Now()
			for i := 1; i < len(b.site.Contacts) && asked < n; i, asked = i+1, asked+1 {
				v, err := fresh.Visitor(access.Contact(b.site.Contacts[i].ID))
				if err != nil {
					return 0, err
				}
				question(v, asked)
			}
			took += time.Since(began)
		}
		return took, nil
	}}
}

func (b *bench) explanations() error {
	b.engine.visitors[0].ExplainPageRead(0) // compiles the other profile, with which every explanation compares
	sliced := b.slicedCedar()
	figures, err := b.measure(
		asking(ours+", page explained", made(b.asked.pages, b.engine.pageExplained)),
		b.strangers(ours+", page explained, visitor prepared for one", func(v *access.Visitor, i int) {
			page, _ := v.Engine().Page(b.asked.pages[i%len(b.asked.pages)].page)
			v.ExplainPageRead(page)
		}),
		asking(sliced.name+", page bare", made(b.asked.pages, sliced.page)),
		asking(ours+", table explained", made(b.asked.tables, b.engine.tableExplained)),
		asking(sliced.name+", table bare", made(b.asked.tables, sliced.table)),
	)
	if err != nil {
		return err
	}
	b.report.section("decision with full explanation", figures)
	b.report.atMost("page explained / "+sliced.name+", bare", figures[0].time/figures[2].time, 1)
	b.report.atMost("table explained / "+sliced.name+", bare", figures[3].time/figures[4].time, 1)
	return nil
}

func (b *bench) slicedCedar() named {
	for _, p := range b.peers {
		if strings.HasSuffix(p.name, slicedSuffix) {
			return p
		}
	}
	panic("cedar-go is missing")
}

func (b *bench) matrix() error {
	words := len(b.site.Contacts) * ((len(b.site.WebPages) + 63) / 64)
	from, to := make([]uint64, words), make([]uint64, words)
	figures, err := b.measure(
		subject{name: ours + ", engine just compiled", prepares: true, run: func(n int) (took time.Duration, err error) {
			for range n {
				fresh, err := b.compiled()
				if err != nil {
					return 0, err
				}
				began := time.Now()
				fresh.ContactReads()
				took += time.Since(began)
			}
			return took, nil
		}},
		doing(ours+", again", func() error { b.engine.compiled.ContactReads(); return nil }),
		doing("copying the bitmap in memory", func() error { copy(to, from); return nil }),
	)
	if err != nil {
		return err
	}
	b.report.section(fmt.Sprintf("the matrix of %d contacts and %d pages", len(b.site.Contacts), len(b.site.WebPages)), figures)
	b.report.atMost("matrix, engine just compiled / copying the bitmap", figures[0].time/figures[2].time, matrixTimes)
	return nil
}

func (b *bench) compile() error {
	figures, err := b.measure(
		doing(ours+", Compile", func() error { _, err := b.compiled(); return err }),
		doing("one pass over the records", func() error { onePass(b.site); return nil }),
		doing(ours+", Compile and first contact", func() error {
			fresh, err := b.compiled()
			if err == nil {
				_, err = fresh.Visitor(access.Contact(b.site.Contacts[0].ID))
			}
			return err
		}),
		doing("one pass over the records, contacts too", func() error { onePass(b.site); passContacts(b.site); return nil }),
	)
	if err != nil {
		return err
	}
	b.report.section("compiling the site", figures)
	b.report.atMost("compiling / one pass over the records", figures[0].time/figures[1].time, compileTimes)
	b.report.atMost("compiling and first contact / one pass, contacts too", figures[2].time/figures[3].time, compileTimes)
	return nil
}
