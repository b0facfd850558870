package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/awake"
	"afterrain/engine/photo/disk"
)

// lines is what a program has said so far.
type lines struct {
	sync.Mutex
	strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Builder.Write(b)
}

func (l *lines) waitFor(t *testing.T, words string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		l.Lock()
		said := l.String()
		l.Unlock()
		if strings.Contains(said, words) {
			return
		}
	}
	t.Fatalf("waited for %q in vain", words)
}

// Photos that come into a folder are restored, each once it is whole; what is restored already and the results
// themselves are left alone; a broken one does not stop the rest.
func TestWatch(t *testing.T) {
	t.Setenv("ONNXRUNTIME_LIB", findLibrary(t))
	t.Setenv("AFTERRAIN_MODEL", filepath.Join("..", "..", "engine", "testdata", "model"))
	whole, err := os.ReadFile(filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("a.jpg", whole)
	o, err := parseRestore([]string{"--watch", "--device", "cpu", "--variant", "s", dir})
	if err != nil {
		t.Fatal(err)
	}
	o.pause = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs lines
	ended := make(chan int)
	go func() {
		code, _ := restore(ctx, o, &out, &errs)
		ended <- code
	}()
	out.waitFor(t, "a-restored.jpg")
	put("b.jpg", whole[:len(whole)/2])
	errs.waitFor(t, "b.jpg") // it has not grown from one look to the next: that is said
	put("b.jpg", whole)
	put("c.jpg", whole)
	out.waitFor(t, "b-restored.jpg")
	out.waitFor(t, "c-restored.jpg")
	time.Sleep(5 * o.pause)
	cancel()
	if code := <-ended; code != exitPartly {
		t.Errorf("exit code %d; %s%s", code, &out.Builder, &errs.Builder)
	}
	if n := strings.Count(out.String(), "->"); n != 3 {
		t.Errorf("%d results: %s", n, &out.Builder)
	}
}

// replacing is lines that replaces a photo as soon as its restoration is spoken of.
type replacing struct {
	lines
	once    sync.Once
	replace func()
}

func (r *replacing) Write(b []byte) (int, error) {
	if strings.Contains(string(b), "tile 0") {
		r.once.Do(r.replace)
	}
	return r.lines.Write(b)
}

// Who sees a mistake saves the photo once more, while the first one is restored. The copy of that is newer than both.
func TestPhotoReplacedWhileItIsRestored(t *testing.T) {
	t.Setenv("ONNXRUNTIME_LIB", findLibrary(t))
	t.Setenv("AFTERRAIN_MODEL", filepath.Join("..", "..", "engine", "testdata", "model"))
	path := filepath.Join(t.TempDir(), "a.jpg")
	put := func(of string) {
		data, err := os.ReadFile(filepath.Join("..", "..", "engine", "photo", "testdata", of))
		if err != nil || os.WriteFile(path, data, 0o666) != nil {
			t.Error("cannot write the photo", err)
		}
	}
	put("grey.jpg")
	o, err := parseRestore([]string{"--watch", "--device", "cpu", "--strength", "0", filepath.Dir(path)})
	if err != nil {
		t.Fatal(err)
	}
	o.pause = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var out lines
	errs := replacing{replace: func() { put("meta.jpg") }}
	ended := make(chan int)
	go func() {
		code, _ := restore(ctx, o, &out, &errs)
		ended <- code
	}()
	out.waitFor(t, "a-restored.jpg (")
	out.waitFor(t, "a.jpg -> "+strings.TrimSuffix(path, ".jpg")+"-restored-2.jpg (")
	time.Sleep(5 * o.pause)
	cancel()
	if code := <-ended; code != exitDone || strings.Count(out.String(), "->") != 2 {
		t.Errorf("exit code %d; %s%s", code, &out.Builder, &errs.Builder)
	}
}

// A disk that is full at night makes no photo fail that comes into the folder until the morning.
func TestWatchWaitsForRoom(t *testing.T) {
	var out, errs lines
	full := fmt.Errorf("save b.jpg: %w", disk.ErrSpace)
	tries := []string{}
	w := &work{options: options{pause: time.Millisecond}, told: newReporter(&out, &errs, false), keep: awake.Keep}
	w.try = func(_ context.Context, in input) result {
		if tries = append(tries, in.path); in.path == "b.jpg" && len(tries) < 5 {
			return result{source: in.path, err: full}
		}
		return result{source: in.path}
	}
	for _, path := range []string{"a.jpg", "b.jpg", "c.jpg"} {
		if res := w.once(t.Context(), input{path: path}); res.err != nil {
			t.Errorf("%s: %v", path, res.err)
		}
	}
	if len(tries) != 6 || strings.Count(errs.String(), "free some space") != 1 {
		t.Errorf("tried %q; %s", tries, &errs.Builder)
	}
	w.pause = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	tries = nil
	if res := w.once(ctx, input{path: "b.jpg"}); !errors.Is(res.err, context.DeadlineExceeded) {
		t.Errorf("without room Ctrl-C waits: %v", res.err)
	}
	w.pause, tries = 0, nil
	if res := w.once(t.Context(), input{path: "b.jpg"}); !errors.Is(res.err, disk.ErrSpace) {
		t.Errorf("without --watch: %v", res.err)
	}
}

// Photos come one by one from a camera on a cable, and each may take longer than the computer waits before it goes to sleep.
func TestWatchKeepsTheComputerAwakeWhileItRestores(t *testing.T) {
	var out, errs lines
	e, err := engine.Open(engine.Config{Library: findLibrary(t), ModelDir: "../../engine/testdata/model", Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var seen []int
	asked, wishes := 0, 0
	w := &work{options: options{pause: time.Millisecond}, engine: e, told: newReporter(&out, &errs, false), was: copies{}}
	w.keep = func(string, func(error)) func() {
		asked, wishes = asked+1, wishes+1
		return func() { wishes-- }
	}
	room := false
	w.try = func(_ context.Context, in input) result {
		if seen = append(seen, wishes); !room {
			room = true
			return result{source: in.path, err: disk.ErrSpace}
		}
		return result{source: in.path}
	}
	if err := w.all(t.Context(), []input{{path: "a.jpg"}}); err != nil || !slices.Equal(seen, []int{1, 1}) || asked != 2 || wishes != 0 {
		t.Errorf("%v; wishes to stay awake: %v at each try, %d in all, as it waited for room, and %d afterwards", err, seen, asked, wishes)
	}
	if w.all(t.Context(), nil); len(seen) != 2 || wishes != 0 {
		t.Error("it is kept awake without work")
	}
}

// A photo that is still on its way is not taken; one that changes is taken again.
func TestSettled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	seen := sightings{}
	for i, c := range []struct {
		size int
		want bool
	}{{0, false}, {0, false}, {10, false}, {20, false}, {30, false}, {30, true}, {30, false}, {40, false}, {40, true}, {40, false}, {-1, true}, {-1, false}, {40, false}, {40, true}} {
		os.Remove(path)
		if c.size >= 0 {
			if err := os.WriteFile(path, make([]byte, c.size), 0o666); err != nil {
				t.Fatal(err)
			}
			at := time.Unix(int64(1e9+c.size), 0)
			if err := os.Chtimes(path, at, at); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(seen.settled([]input{{path: path}})) == 1; got != c.want {
			t.Errorf("look %d, %d bytes: taken is %v", i, c.size, got)
		}
	}
}

func TestWatchNeedsFolders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jpg")
	os.WriteFile(file, nil, 0o666)
	for path, want := range map[string]int{file: exitUsage, file + "x": exitFailed} {
		var out, errs lines
		if code := run(t.Context(), []string{"restore", "--watch", path}, &out, &errs); code != want || !strings.Contains(errs.String(), "--watch: ") {
			t.Errorf("%s: %d, %s", path, code, &errs.Builder)
		}
	}
}
