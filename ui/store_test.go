package ui

import (
	"image"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
)

func TestUnfinishedBatchComesBack(t *testing.T) {
	s := store{path: filepath.Join(t.TempDir(), "new folder", "queue.json"), log: t.Logf}
	l := defaultLook
	l.Luma = 70
	ordered := order{folder: "/out", naming: "{seq}-{name}", again: true, save: photo.SaveOptions{Format: photo.TIFF, Quality: 90, Bits: 16}}
	items := []*item{
		{found: found{"/in/雨 ☔.jpg", "in"}, look: l, base: defaultLook, state: running, order: ordered, seq: 3, size: image.Pt(60, 40)},
		{found: found{path: "/in/b.jpg"}, look: defaultLook, state: waiting, seq: 4},
		{found: found{path: "/in/c.jpg"}, look: defaultLook, state: done, output: "/out/c.jpg", print: "[1]", seq: 1},
		{found: found{path: "/in/d.jpg"}, look: defaultLook, state: failed, seq: 2, err: disk.ErrSpace},
		{found: found{path: "/in/e.jpg"}, look: defaultLook, state: failed, unread: true, err: photo.ErrFormat},
		{found: found{path: "/in/f.jpg"}, look: defaultLook},
	}
	s.save(keep(items), 1)
	got, err := s.load()
	if err != nil || len(got) != len(items) {
		t.Fatalf("%d items of %d, error %v", len(got), len(items), err)
	}
	for i, want := range []state{waiting, waiting, done, waiting, idle, idle} {
		if got[i].state != want {
			t.Errorf("photo %d comes back in state %v, want %v", i, got[i].state, want)
		}
	}
	first := *got[0]
	first.state = running
	if !reflect.DeepEqual(first, *items[0]) || got[2].output != "/out/c.jpg" || got[2].print != "[1]" {
		t.Errorf("came back as %+v\nwas %+v", first, *items[0])
	}

	items[0].state, items[1].state, items[3].state = done, cancelled, done
	s.save(keep(items), 1) // older than what is there: dropped
	if _, err := os.Stat(s.path); err != nil {
		t.Error("an outdated snapshot was written")
	}
	s.save(keep(items), 2)
	if _, err := os.Stat(s.path); err == nil {
		t.Error("a finished batch is kept")
	}
	if got, err := s.load(); got != nil || err != nil {
		t.Errorf("nothing was kept, loaded %v, %v", got, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(s.path)); len(left) != 0 {
		t.Errorf("files are left: %v", left)
	}
}

func TestDamagedQueueIsSetAside(t *testing.T) {
	for _, text := range []string{"", "{", `{"version": 99, "photos": []}`, `[1,2]`, "\x00\xff"} {
		dir := t.TempDir()
		s := store{path: filepath.Join(dir, "queue.json"), log: t.Logf}
		os.WriteFile(s.path, []byte(text), 0o644)
		items, err := s.load()
		if err == nil || items != nil {
			t.Errorf("%q: loaded %v", text, items)
		}
		aside, _ := filepath.Glob(filepath.Join(dir, "queue.json.damaged-*"))
		if len(aside) != 1 {
			t.Fatalf("%q: set aside as %q", text, aside)
		}
		if kept, _ := os.ReadFile(aside[0]); string(kept) != text {
			t.Errorf("%q: what was set aside reads %q", text, kept)
		}
		if _, err := s.load(); err != nil {
			t.Errorf("%q: the next start fails too: %v", text, err)
		}
	}
}

func TestNonsenseInAQueueDoesNoHarm(t *testing.T) {
	s := store{path: filepath.Join(t.TempDir(), "queue.json"), log: t.Logf}
	os.WriteFile(s.path, []byte(`{"version":1,"photos":[{"path":""},{"path":"/a.jpg","state":"dancing","width":-5,"look":{"luma":9000}},{"path":"/b.jpg","state":"waiting"}]}`), 0o644)
	items, err := s.load()
	if err != nil || len(items) != 2 || items[0].state != idle || items[0].size.X != 0 || items[0].look.Luma > maxStrength {
		t.Errorf("loaded %+v, error %v", items, err)
	}
}

func FuzzQueueFile(f *testing.F) {
	f.Add([]byte(`{"version":1,"photos":[{"path":"/a.jpg","state":"waiting","look":{"depth":"x"}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := store{path: filepath.Join(t.TempDir(), "q"), log: t.Logf}
		os.WriteFile(s.path, data, 0o644)
		items, _ := s.load()
		for _, it := range items {
			if it.path == "" || it.look != it.look.sane() {
				t.Errorf("an item that makes no sense: %+v", it)
			}
		}
	})
}

func TestWindowBringsAnUnfinishedBatchBackPaused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	r.w.quit()

	again := newWindowRig(t, Setup{Queue: path})
	if got := again.states(); len(got) != 2 || got[0] != waiting || got[1] != waiting || !again.exports.paused {
		t.Fatalf("after the next start %v, paused %v", got, again.exports.paused)
	}
	if got := again.w.toast.Words(); !strings.Contains(got, "2 photos") || again.w.status.job != jobIsPaused {
		t.Errorf("the window says %q, its status bar offers %v", got, again.w.status.job)
	}
	again.until("the first is shown", again.opened)
	again.w.toast.Action.Tapped(nil)
	again.until("all is done", func() bool { return again.w.lastExport != nil })
	if again.w.lastExport.done != 2 {
		t.Errorf("then %+v", again.w.lastExport)
	}
	again.w.quit()
	if _, err := os.Stat(path); err == nil {
		t.Error("a batch that is done is kept")
	}
}

func TestWindowSaysThatTheQueueWasDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	os.WriteFile(path, []byte("{"), 0o644)
	r := newWindowRig(t, Setup{Queue: path})
	if got := r.w.toast.Words(); !strings.Contains(got, "set aside") || !r.w.toast.Visible() {
		t.Errorf("the window says %q", got)
	}
}
