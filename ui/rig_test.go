package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/render"
)

// rig is a bench with a network of its own; do is a queue that the test
// drains, so that the test's goroutine is the main one.
type rig struct {
	t testing.TB
	*bench
	main chan func()

	mu       sync.Mutex
	regions  []image.Rectangle // asked of the network
	broads   []image.Rectangle // whose broad strokes were asked for, of photos of 600 pixels
	restores int               // whole photos asked of the network
	sets     []engine.Settings // of both
	stopped  atomic.Int32      // regions that were cancelled
	asides   int               // regions asked of the other engine
	left     int               // how often that was put away
	told     bool              // the network obeys an emphasis
	spares   bool              // it leaves photos as they are
	saved    []string
	sums     []summary
	halts    []*item
	awake    int // times that the computer is kept from going to sleep

	spaceless bool     // the disk is full
	deleted   []string // outputs that another program has taken away, and folders that are gone with their files

	opens     atomic.Int32  // photos being opened
	mostOpens int32         // at once, besides thumbnails
	small     *photo.Photo  // the camera's thumbnail of every photo
	slow      chan struct{} // if not nil, opening waits for it
	gone      bool          // all files are
	turned    atomic.Bool   // another program has turned the photos on the disk

	hold chan struct{} // while not nil, the network waits for it or a cancel
}

var errBroken = errors.New("broken")

// files stand for photos that were dropped one by one.
func files(paths ...string) (list []found) {
	for _, p := range paths {
		list = append(list, found{path: p})
	}
	return list
}

func newRig(t testing.TB) *rig {
	r := &rig{t: t, main: make(chan func(), 1000)}
	r.bench = newBench(tools{exists: r.exists, model: "test 1", open: r.open, whole: r.whole, glance: r.glance, small: r.reduce, region: r.region, broad: r.broad, aside: r.aside, endAside: func() { r.left++ }, restore: r.restore, save: r.save, canSave: r.canSave, device: func() engine.Device { return engine.Device{Name: "cpu", OK: true} }, log: t.Logf, keepAwake: r.keepAwake,
		tellable: func() bool { return r.told }, depths: func() []engine.Variant { return []engine.Variant{engine.Small, engine.Middle, engine.Large} }},
		func(f func()) { r.main <- f },
		events{list: func() {}, item: func(*item) {}, proof: func() {}, pixels: func() {}, status: func() {}, exported: func(s summary) { r.sums = append(r.sums, s) }, halted: func(it *item) { r.halts = append(r.halts, it) }})
	r.bench.preview.settle = 0
	return r
}

func (r *rig) open(_ context.Context, path string) (*photo.Photo, error) {
	r.opens.Add(1)
	defer r.opens.Add(-1)
	r.mu.Lock()
	r.mostOpens = max(r.mostOpens, r.opens.Load())
	slow, gone := r.slow, r.gone || slices.ContainsFunc(r.deleted, func(folder string) bool { return strings.HasPrefix(path, folder+"/") })
	r.mu.Unlock()
	if slow != nil {
		<-slow
	}
	if gone {
		return nil, fmt.Errorf("open %s: %w", path, fs.ErrNotExist)
	}
	if strings.Contains(path, "bad") {
		return nil, fmt.Errorf("open %s: %w", path, photo.ErrFormat)
	}
	size := image.Pt(600, 400)
	if r.turned.Load() {
		size = image.Pt(400, 600)
	}
	p := testPhoto(size.X, size.Y, 0.25)
	p.Path = path
	return p, nil
}

// whole is open, but for camera raw files: their development never comes to an end by itself.
func (r *rig) whole(ctx context.Context, path string) (*photo.Photo, error) {
	if strings.HasSuffix(path, ".dng") {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return r.open(context.WithoutCancel(ctx), path)
}

func (r *rig) keepAwake() (release func()) {
	r.awake++
	return func() { r.awake-- }
}

func (r *rig) glance(context.Context, string) (*photo.Photo, image.Point) {
	return r.small, image.Pt(6000, 4000)
}

// reduce makes small photos of files named so.
func (r *rig) reduce(path string) (*photo.Photo, image.Point) {
	if !strings.HasSuffix(path, ".large.jpg") {
		return nil, image.Point{}
	}
	return testPhoto(320, 240, 0.25), image.Pt(6000, 4000)
}

// most is how many photos were open at once.
func (r *rig) most() int32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mostOpens
}

func (r *rig) setHold(c chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hold = c
}

func (r *rig) wait(ctx context.Context) error {
	r.mu.Lock()
	hold := r.hold
	r.mu.Unlock()
	if hold == nil {
		return ctx.Err()
	}
	select {
	case <-hold:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *rig) region(ctx context.Context, p *photo.Photo, part image.Rectangle, set engine.Settings, deliver func(engine.Patch)) error {
	r.mu.Lock()
	r.regions, r.sets = append(r.regions, part), append(r.sets, set)
	r.mu.Unlock()
	pix := make([]float32, 3*area(part))
	for i := range pix {
		pix[i] = 0.75
		if plane, at := i/area(part), i%area(part); r.spares {
			pix[i] = p.Pix[(plane*p.Height+part.Min.Y+at/part.Dx())*p.Width+part.Min.X+at%part.Dx()]
		}
	}
	deliver(engine.Patch{Rect: part, Pix: pix})
	err := r.wait(ctx)
	if err != nil {
		r.stopped.Add(1)
	}
	return err
}

func (r *rig) broad(ctx context.Context, p *photo.Photo, part image.Rectangle, _ engine.Settings) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.Width == 600 {
		r.broads = append(r.broads, part)
	}
	return ctx.Err()
}

// asked lists the settings that the network was asked for so far.
func (r *rig) asked() []engine.Settings {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.sets)
}

// aside is region on an engine that does not wait.
func (r *rig) aside(ctx context.Context, p *photo.Photo, part image.Rectangle, set engine.Settings, deliver func(engine.Patch)) error {
	r.mu.Lock()
	r.asides++
	r.mu.Unlock()
	deliver(engine.Patch{Rect: part, Pix: testPhoto(part.Dx(), part.Dy(), 0.75).Pix})
	return ctx.Err()
}

func (r *rig) restore(ctx context.Context, p *photo.Photo, set engine.Settings, progress func(done, total int)) (*photo.Photo, error) {
	r.mu.Lock()
	r.restores++
	r.sets = append(r.sets, set)
	r.mu.Unlock()
	progress(1, 2)
	if err := r.wait(ctx); err != nil {
		return nil, err
	}
	if strings.Contains(p.Path, "broken") {
		return nil, errBroken
	}
	progress(2, 2)
	return p.WithPix(testPhoto(p.Width, p.Height, 0.75).Pix), nil
}

// away takes files away, and folders with all that is in them, and brings the others back.
func (r *rig) away(paths ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deleted = paths
}

// exists knows the files that save has made.
func (r *rig) exists(path string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !slices.Contains(r.deleted, path)
}

// canSave is what the disk says before the work; paths with "full" fail only
// when the file is written.
func (r *rig) canSave(_ *photo.Photo, path string, _ photo.SaveOptions) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.spaceless {
		return errNoRoom
	}
	if strings.Contains(path, "locked") {
		return fs.ErrPermission
	}
	if slices.Contains(r.deleted, filepath.ToSlash(filepath.Dir(path))) {
		return fs.ErrNotExist
	}
	return nil
}

func (r *rig) save(_ context.Context, p *photo.Photo, path string, _ photo.SaveOptions) (string, error) {
	if strings.Contains(path, "full") {
		return "", syscall.ENAMETOOLONG
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.saved = append(r.saved, fmt.Sprintf("%s %.2f", filepath.Base(path), p.Pix[0]))
	return path, nil
}

// until drains the main queue until cond holds.
func (r *rig) until(what string, cond func() bool) {
	r.t.Helper()
	limit := time.After(20 * time.Second)
	for !cond() {
		select {
		case f := <-r.main:
			f()
		case <-time.After(20 * time.Millisecond): // what is done elsewhere tells nobody
		case <-limit:
			r.t.Fatalf("waited in vain until %s", what)
		}
	}
}

// quiet drains what jobs have left to say.
func (r *rig) quiet() {
	for {
		select {
		case f := <-r.main:
			f()
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}

func (r *rig) opened() bool { return r.bench.proof != nil }

func (r *rig) phase() phase {
	ph, _, _ := r.previewState()
	return ph
}

// fullView shows the whole test photo at half its size: level 1.
func fullView() render.Viewport { return fitted(600, 400, 300, 200) }

// closeView shows its top left corner at 1:1.
func closeView() render.Viewport {
	return fullView().ZoomedTo(1, image.Pt(0, 0)).Panned(image.Pt(9999, 9999))
}

func fitted(w, h, pw, ph int) render.Viewport {
	return render.Viewport{Photo: image.Pt(w, h), Pane: image.Pt(pw, ph)}.Fit()
}
