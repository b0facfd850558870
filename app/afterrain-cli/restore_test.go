package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// A name that another program takes during the work becomes the next number.
func TestNameTakenMeanwhile(t *testing.T) {
	e, err := engine.Open(engine.Config{Library: findLibrary(t), ModelDir: "../../engine/testdata/model", Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	dir := t.TempDir()
	take := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	take("grey-restored.jpg")
	in := input{path: filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg")}
	o := options{folder: dir, variant: engine.Small, strength: 100}
	res := (&work{options: o, engine: e}).one(context.Background(), in, func(done, total int) { take("grey-restored-2.jpg") })
	if want := filepath.Join(dir, "grey-restored-3.jpg"); res.output != want {
		t.Errorf("%q instead of %q, %v", res.output, want, res.err)
	}
}

// Two runs on one folder, as of two computers on a network drive, make one copy of each photo.
func TestCopyOfAnotherRunMeanwhile(t *testing.T) {
	e, err := engine.Open(engine.Config{Library: findLibrary(t), ModelDir: "../../engine/testdata/model", Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	dir := t.TempDir()
	in := input{path: filepath.Join("..", "..", "engine", "photo", "testdata", "chroma.png")}
	copied := filepath.Join(dir, "chroma-restored.png")
	res := (&work{options: options{folder: dir, variant: engine.Small}, engine: e, was: copies{}}).one(context.Background(), in, func(done, total int) {
		if done == total {
			os.WriteFile(copied, []byte("a copy"), 0o666)
		}
	})
	if left, _ := os.ReadDir(dir); !res.skipped || res.output != copied || res.err != nil || len(left) != 1 {
		t.Errorf("%+v; the folder has %v", res, left)
	}
}

// At strength 0 a photo stays as it is: nobody waits minutes for that, so the network, which
// is gone here, is not asked.
func TestStrengthZeroRunsNoNetwork(t *testing.T) {
	e, err := engine.Open(engine.Config{Library: findLibrary(t), ModelDir: "../../engine/testdata/model", Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	e.Close()
	source := filepath.Join("..", "..", "engine", "photo", "testdata", "chroma.png")
	o := options{folder: t.TempDir(), variant: engine.Small, grain: 30, emphasis: engine.Emphasis{Haze: 1}}
	var told [][2]int
	res := (&work{options: o, engine: e}).one(context.Background(), input{path: source}, func(done, total int) { told = append(told, [2]int{done, total}) })
	if res.err != nil {
		t.Fatal(res.err)
	}
	if !slices.Equal(told, [][2]int{{0, 1}, {1, 1}}) {
		t.Errorf("progress was %v", told)
	}
	was, _ := photo.Open(source)
	now, err := photo.Open(res.output)
	if err != nil || !slices.Equal(was.Pix, now.Pix) {
		t.Errorf("another picture, %v", err)
	}
	o.strength = 1
	if res = (&work{options: o, engine: e}).one(context.Background(), input{path: source}, func(int, int) {}); !errors.Is(res.err, engine.ErrClosed) {
		t.Errorf("at strength 1: %v", res.err)
	}
}

// A wedding goes on where it was broken off: what is there is left out without being opened, by
// its content and not its name, and what was changed since is done again.
func TestSkipExistingDoesNotOpenWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	source, copied := filepath.Join(dir, "a.jpg"), filepath.Join(dir, "a-restored.png")
	for _, path := range []string{source, copied} { // the source begins as a PNG and ends there
		if err := os.WriteFile(path, []byte("\x89PNG\r\n\x1a\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	changed := time.Now()
	aged := func(path string, age time.Duration) {
		if err := os.Chtimes(path, time.Time{}, changed.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	fresh := &work{was: copies{}}
	aged(source, time.Hour)
	if res := fresh.one(context.Background(), input{path: source}, nil); !res.skipped || res.output != copied || res.err != nil {
		t.Errorf("what is there: %+v", res)
	}
	aged(copied, 2*time.Hour)
	if res := fresh.one(context.Background(), input{path: source}, nil); res.skipped || !errors.Is(res.err, photo.ErrDamaged) {
		t.Errorf("changed since: %+v", res)
	}
}

// While a GPU restores a photo the next one is opened; as a DNG, if such are asked for.
func TestNextPhotoIsOpenedAhead(t *testing.T) {
	samples := filepath.Join("..", "..", "engine", "photo", "testdata")
	grey, chroma := filepath.Join(samples, "grey.jpg"), filepath.Join(samples, "chroma.png")
	now, err := photo.Open(grey)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		format photo.Format
		rest   []input
		want   bool
	}{
		{"", []input{{path: chroma}}, true},
		{photo.TIFF, []input{{path: chroma}, {path: grey}}, true},
		{photo.DNG, []input{{path: chroma}}, false}, // which it is not going to be
		{"", []input{{path: "gone.jpg"}}, false},
		{"", nil, false},
	} {
		w := &work{options: options{save: photo.SaveOptions{Format: c.format}}, rest: c.rest}
		w.openNext(now)
		if len(c.rest) == 0 {
			continue
		}
		ready, ok := w.ahead.Of(context.Background(), c.rest[0].path, c.format)
		var res result
		p, err := res.opened(context.Background(), c.rest[0], &w.options, &w.ahead)
		if ok != c.want || ok && p != ready || (err == nil) != (c.rest[0].path == chroma) {
			t.Errorf("%q: %v ahead: %v, the same: %v, %v", c.format, c.rest[0].path, ok, p == ready, err)
		}
		if _, ok := w.ahead.Of(context.Background(), c.rest[0].path, c.format); ok {
			t.Errorf("%q: it is held though it was handed out", c.format)
		}
	}
}
