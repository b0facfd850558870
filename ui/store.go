package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"afterrain/engine/photo"
	"afterrain/ui/saved"
)

// store keeps the strip and its queue in a file, so that a batch survives
// quitting, a crash and a power cut. Its methods may be called anywhere.
type store struct {
	path string // "" = nothing is kept
	log  func(format string, args ...any)
	latest
}

// latest writes down one state after another, and drops one that is older than what was written, as several
// savers may race. Its method may be called anywhere.
type latest struct {
	mu     sync.Mutex
	number int // of the newest state that was written
}

func (l *latest) write(number int, write func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if number > l.number {
		l.number = number
		write()
	}
}

// savedStrip is the file's content.
type savedStrip struct {
	Version int          `json:"version"`
	Photos  []savedPhoto `json:"photos"`
}

const savedVersion = 1

// savedPhoto is an item without what the disk and the network can give again.
type savedPhoto struct {
	Path    string   `json:"path"`
	Look    Look     `json:"look"`
	Base    *Look    `json:"base,omitempty"` // where it is another
	Stays   []string `json:"stays,omitempty"`
	Touched bool     `json:"touched,omitempty"`
	Sifted  bool     `json:"sifted,omitempty"`
	InView  bool     `json:"inView,omitempty"`
	Below   string   `json:"below,omitempty"`
	State   string   `json:"state,omitempty"`
	Seq     int      `json:"seq,omitempty"`
	Folder  string   `json:"folder,omitempty"`
	As      string   `json:"as,omitempty"`
	Naming  string   `json:"naming,omitempty"`
	Format  string   `json:"format,omitempty"`
	Quality int      `json:"quality,omitempty"`
	Bits    int      `json:"bits,omitempty"`
	Again   bool     `json:"again,omitempty"`
	Output  string   `json:"output,omitempty"`
	Print   string   `json:"print,omitempty"`
	Width   int      `json:"width,omitempty"`
	Height  int      `json:"height,omitempty"`
}

// stateNames are what the file calls the states; others come back as idle, and
// a photo that was under way waits again.
var stateNames = map[state]string{waiting: "waiting", running: "waiting", done: "done", skipped: "done", cancelled: "cancelled", failed: "waiting"}

// keptState is what the file calls an item's state. One that cannot be opened is not tried
// again at each start, unless its drive is away.
func keptState(it *item) string {
	switch cannot := it.state == failed && (it.unread || it.seq == 0); {
	case !cannot || it.seq > 0 && isAway(it.err):
		return stateNames[it.state]
	case it.output != "":
		return stateNames[done]
	}
	return ""
}

func keep(items []*item) savedStrip {
	k := savedStrip{Version: savedVersion}
	for _, it := range items {
		o := it.order
		p := savedPhoto{Path: it.path, Below: it.below, State: keptState(it), Seq: it.seq,
			Folder: o.folder, As: o.path, Naming: o.naming, Look: it.look, Stays: it.stays.lines(), Touched: it.touched && (!it.exported() || it.changed()), Sifted: it.sifted, Again: o.again,
			Format: string(o.save.Format), Quality: o.save.Quality, Bits: o.save.Bits,
			Output: it.output, Print: it.print, Width: it.size.X, Height: it.size.Y}
		if base := it.base; it.own() {
			p.Base = &base
		}
		k.Photos = append(k.Photos, p)
	}
	return k
}

// items makes the strip's items again. Photos without a path are left out.
func (k savedStrip) items() (list []*item) {
	for _, p := range k.Photos {
		if p.Path == "" {
			continue
		}
		it := &item{found: found{p.Path, p.Below}, look: p.Look.sane(), stays: readProtection(p.Stays), touched: p.Touched, sifted: p.Sifted, left: p.InView, seq: p.Seq, output: p.Output, print: p.Print}
		if it.base = it.look; p.Base != nil {
			it.base = p.Base.sane()
		}
		it.size.X, it.size.Y = max(p.Width, 0), max(p.Height, 0)
		it.order = order{folder: p.Folder, path: p.As, naming: p.Naming, again: p.Again,
			save: photo.SaveOptions{Format: photo.Format(p.Format), Quality: p.Quality, Bits: p.Bits}}
		switch p.State {
		case "waiting":
			it.state = waiting
		case "done":
			if it.state = done; !it.touched {
				it.made = it.finish()
			}
		case "cancelled":
			it.state = cancelled
		}
		list = append(list, it)
	}
	return list
}

// unfinished tells whether there is something to go on with: an export, or photos
// whose look was set by hand, or that were left of many and are not exported yet.
func unfinished(items []*item) bool {
	for _, it := range items {
		if it.queued() || it.touched || it.sifted && !it.exported() {
			return true
		}
	}
	return false
}

// save writes a state with its number. Without unfinished photos the file goes.
func (s *store) save(k savedStrip, number int) {
	if s.path != "" {
		s.write(number, func() { s.replace(k) })
	}
}

func (s *store) replace(k savedStrip) {
	var err error
	if unfinished(k.items()) {
		err = saved.WriteWhole(s.path, k)
	} else if err = os.Remove(s.path); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		s.log("the queue could not be kept: %v", err)
	}
}

// load reads what was kept; nothing is no error. A file that makes no sense is
// set aside under another name and is an error to be told, no more.
func (s *store) load() ([]*item, error) {
	if s.path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var k savedStrip
	if err == nil {
		err = json.Unmarshal(data, &k)
	}
	if err == nil && k.Version != savedVersion {
		err = fmt.Errorf("version %d of the queue's file is not known", k.Version)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.path, errors.Join(err, saved.SetAside(s.path)))
	}
	return k.items(), nil
}
