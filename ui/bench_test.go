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
)

// rig is a bench with a network of its own; do is a queue that the test
// drains, so that the test's goroutine is the main one.
type rig struct {
	t testing.TB
	*bench
	main chan func()

	mu       sync.Mutex
	regions  []image.Rectangle // asked of the network
	restores int               // whole photos asked of the network
	sets     []engine.Settings // of both
	stopped  atomic.Int32      // regions that were cancelled
	asides   int               // regions asked of the other engine
	left     int               // how often that was put away
	told     bool              // the network obeys an emphasis
	saved    []string
	sums     []summary
	halts    []*item

	spaceless bool     // the disk is full
	deleted   []string // outputs that another program has taken away

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
	r.bench = newBench(tools{exists: r.exists, model: "test 1", open: r.open, glance: r.glance, region: r.region, aside: r.aside, endAside: func() { r.left++ }, restore: r.restore, save: r.save, canSave: r.canSave, device: func() engine.Device { return engine.Device{Name: "cpu", OK: true} }, log: t.Logf,
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
	slow, gone := r.slow, r.gone
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

func (r *rig) glance(string) (*photo.Photo, image.Point) { return r.small, image.Pt(6000, 4000) }

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
	}
	deliver(engine.Patch{Rect: part, Pix: pix})
	err := r.wait(ctx)
	if err != nil {
		r.stopped.Add(1)
	}
	return err
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
func fullView() viewport { return fitted(600, 400, 300, 200) }

// closeView shows its top left corner at 1:1.
func closeView() viewport {
	return fullView().zoomedTo(1, image.Pt(0, 0)).panned(image.Pt(9999, 9999))
}

func TestDropShowsThePhotoAndItsPreview(t *testing.T) {
	r := newRig(t)
	if n := r.add(files("a.jpg", "b.jpg", "a.jpg")); n != 2 {
		t.Errorf("added %d photos of two, one of them twice", n)
	}
	r.until("the first photo is open", r.opened)
	r.look(fullView())
	r.until("it is previewed", func() bool { return r.phase() == previewed })
	f := r.bench.proof
	if r.selected.path != "a.jpg" || f.item.thumb == nil {
		t.Errorf("in view %q, thumbnail %v", r.selected.path, f.item.thumb != nil)
	}
	if want := image.Rect(0, 0, 300, 200); !slices.Equal(r.regions, []image.Rectangle{want}) {
		t.Errorf("a photo seen at 50 %% was restored at %v, want the half-size copy %v", r.regions, want)
	}
	if got := f.layers(1, engine.Settings{})[0].img.RGBAAt(150, 100); got.R != 191 {
		t.Errorf("the restored pixels are not there: %v", got)
	}
	r.until("the second photo has a thumbnail", func() bool { return r.items[1].thumb != nil })
}

func TestPanningBackRunsNothingAgain(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	look := func(v viewport) {
		r.look(v)
		r.quiet()
		r.until("previewed", func() bool { return r.phase() == previewed })
	}
	look(closeView())
	look(closeView().panned(image.Pt(-100, 0)))
	look(closeView())
	look(fullView())
	look(closeView().panned(image.Pt(-50, 0)))
	want := []image.Rectangle{
		image.Rect(0, 0, 300, 200), image.Rect(300, 0, 400, 200), // two views at 1:1, the new part only
		image.Rect(0, 0, 300, 200), // the whole photo at half size
	}
	if !slices.Equal(r.regions, want) {
		t.Errorf("restored %v, want %v", r.regions, want)
	}
}

func TestComingBackToAPhotoKeepsItsPreview(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.step(1)
	r.until("the second is open", r.opened)
	r.step(-1)
	r.until("the first is back", r.opened)
	r.look(fullView())
	if r.phase() != previewed || len(r.regions) != 1 {
		t.Errorf("phase %v after coming back, %d runs of the network, want 1", r.phase(), len(r.regions))
	}
}

func TestZoomCancelsStaleWorkAndDropsIt(t *testing.T) {
	r := newRig(t)
	r.setHold(make(chan struct{}))
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.look(closeView())
	r.until("it works", func() bool { return r.phase() == previewing })
	r.setHold(nil)
	r.look(fullView())
	r.until("the other level is previewed", func() bool { return r.phase() == previewed })
	r.quiet()
	if left := r.bench.proof.missing(0, image.Rect(0, 0, 300, 200)); len(left) == 0 {
		t.Error("a cancelled part counts as finished")
	}
}

func TestOnlyAViewThatMayMoveOnIsWaitedFor(t *testing.T) {
	r := newRig(t)
	r.preview.settle = time.Hour
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("the whole photo is previewed", func() bool { return r.phase() == previewed })
	one := closeView()
	r.look(one)
	r.until("a jump to 1:1 is previewed", func() bool { return r.phase() == previewed })
	r.quiet()
	for name, v := range map[string]viewport{
		"a notch of the wheel": one.zoomedBy(1.2, one.middle()), "a step": one.stepped(1), "a pan": one.panned(image.Pt(-60, 0)),
	} {
		r.regions = nil
		r.look(v.panned(image.Pt(-200, 0)))
		if r.quiet(); len(r.regions) != 0 {
			t.Errorf("%s is not waited for", name)
		}
		r.look(one)
	}
}

func TestAnotherPhotoOutdatesTheOneBeingOpened(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.show(r.items[1])
	r.until("one is open", r.opened)
	r.quiet()
	if r.bench.proof.item != r.items[1] || r.selected != r.items[1] {
		t.Errorf("in view %q, selected %q, want b.jpg", r.bench.proof.item.path, r.selected.path)
	}
}

func TestUnreadablePhotoSaysWhyAndTheRestGoesOn(t *testing.T) {
	r := newRig(t)
	r.add(files("bad1.jpg", "a.jpg", "bad2.jpg"))
	r.until("all have been tried", func() bool {
		return r.items[0].state == failed && r.items[1].thumb != nil && r.items[2].state == failed
	})
	if !errors.Is(r.items[2].err, photo.ErrFormat) || r.bench.proof != nil {
		t.Errorf("error %v, a photo in view: %v", r.items[2].err, r.bench.proof != nil)
	}
}

func TestMissingNetworkIsToldOnceAndPhotosStillShow(t *testing.T) {
	r := newRig(t)
	calls := 0
	r.tools.region = func(context.Context, *photo.Photo, image.Rectangle, engine.Settings, func(engine.Patch)) error {
		calls++
		return engine.ErrModel
	}
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("it is told", func() bool { return r.phase() == broken })
	r.look(closeView())
	r.quiet()
	if calls != 1 || !errors.Is(r.preview.err, engine.ErrModel) {
		t.Errorf("asked %d times, error %v", calls, r.preview.err)
	}
}

func (r *rig) exported() bool { return len(r.sums) > 0 }

func TestExportAllSurvivesBadPhotos(t *testing.T) {
	r := newRig(t)
	r.fresh.Luma, r.fresh.Color = 50, 50
	r.add(files("a.jpg", "broken.jpg", "bad.jpg", "full.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("the queue is empty", r.exported)
	if want := []string{"a-restored.jpg 0.50", "b-restored.jpg 0.50"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
	s := r.sums[0]
	if s.done != 2 || s.failed != 3 || s.cancelled != 0 {
		t.Errorf("counted %+v", s)
	}
	if !errors.Is(r.items[1].err, errBroken) || !errors.Is(r.items[3].err, errSaving) || !errors.Is(r.items[3].err, syscall.ENAMETOOLONG) {
		t.Errorf("reasons lost: %v; %v", r.items[1].err, r.items[3].err)
	}
	if r.phase() != exported {
		t.Errorf("the photo in view shows phase %v after its export", r.phase())
	}
}

func TestCancelLeavesNoFileAndKeepsWhatIsDone(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 1)
	r.export(r.items, order{folder: t.TempDir()})
	r.hold <- struct{}{} // lets one photo through
	r.until("the second runs", func() bool { return r.items[1].state == running && r.items[1].progress > 0 })
	r.cancelExports()
	r.until("the queue is empty", r.exported)
	var states []state
	for _, it := range r.items {
		states = append(states, it.state)
	}
	if !slices.Equal(states, []state{done, cancelled, cancelled}) || len(r.saved) != 1 {
		t.Errorf("states %v, saved %q", states, r.saved)
	}
	if s := r.sums[0]; s.done != 1 || s.cancelled != 2 || s.failed != 0 {
		t.Errorf("counted %+v", s)
	}
}

func TestOpeningAnotherPhotoDoesNotStopAnExport(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{})
	r.export(r.items[:1], order{folder: t.TempDir()})
	r.step(1)
	r.until("the other is open", r.opened)
	r.look(fullView())
	if r.quiet(); r.phase() != pausing || len(r.regions) != 0 {
		t.Errorf("phase %v, the preview ran %d times beside the export", r.phase(), len(r.regions))
	}
	close(r.hold)
	r.until("the export is done", r.exported)
	r.until("the preview follows", func() bool { return r.phase() == previewed })
	if len(r.saved) != 1 || r.bench.proof.large != nil {
		t.Errorf("saved %q; the other photo shows exported pixels: %v", r.saved, r.bench.proof.large != nil)
	}
}

func TestRemovedPhotoIsNotExported(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 2)
	r.export(r.items, order{folder: t.TempDir()})
	r.remove(r.items[1])
	r.remove(r.items[0]) // is being exported: stays
	r.hold <- struct{}{}
	r.hold <- struct{}{}
	r.until("the queue is empty", r.exported)
	if want := []string{"a-restored.jpg 0.75", "c-restored.jpg 0.75"}; !slices.Equal(r.saved, want) || len(r.items) != 2 {
		t.Errorf("saved %q, %d items left", r.saved, len(r.items))
	}
}

func TestCloseCancelsAndWaits(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{})
	r.export(r.items, order{folder: t.TempDir()})
	r.close() // returns only because the export heard the cancel
	if len(r.saved) != 0 {
		t.Errorf("saved %q after closing", r.saved)
	}
}

func TestTargetIsNeverTheSource(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		o        order
		in, want string
	}{
		{order{}, "x/IMG_1.JPG", "x/IMG_1-restored.JPG"},
		{order{folder: "out"}, "x/a.b.png", "out/a.b-restored.png"},
		{order{save: photo.SaveOptions{Format: photo.TIFF}}, "x/a.jpg", "x/a-restored.tif"},
		{order{save: photo.SaveOptions{Format: photo.JPEG}}, "x/a.png", "x/a-restored.jpg"},
		{order{path: "out/name.png"}, "x/a.png", "out/name.png"},
	} {
		c.o.folder = rooted(dir, c.o.folder)
		c.o.path = rooted(dir, c.o.path)
		if got := c.o.target(subject{found: found{path: filepath.Join(dir, c.in)}}); got != filepath.Join(dir, c.want) {
			t.Errorf("%s by %+v goes to %s, want %s", c.in, c.o, got, c.want)
		}
	}
}

func rooted(dir, path string) string {
	if path == "" {
		return ""
	}
	return filepath.Join(dir, path)
}

func TestLockedFolderIsToldBeforeTheLongWork(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.export(r.items, order{folder: filepath.Join(t.TempDir(), "locked")})
	r.until("the queue is empty", r.exported)
	if err := r.items[0].err; !errors.Is(err, errSaving) || !errors.Is(err, fs.ErrPermission) || r.restores != 0 {
		t.Errorf("error %v after %d runs of the network, want a refusal before the first", err, r.restores)
	}
}

func TestPagingThroughTheStripOpensOnePhotoAtATime(t *testing.T) {
	r := newRig(t)
	r.slow = make(chan struct{})
	var paths []string
	for i := range 40 {
		paths = append(paths, fmt.Sprintf("%d.jpg", i))
	}
	r.add(files(paths...))
	for range 39 {
		r.step(1)
	}
	close(r.slow)
	r.until("the last is open", r.opened)
	if r.bench.proof.item != r.items[39] {
		t.Errorf("in view %q, want the last", r.bench.proof.item.path)
	}
	if r.quiet(); r.most() > 2 { // and a thumbnail
		t.Errorf("%d photos were decoded at once", r.most())
	}
}

func TestPhotoTurnedByAnotherProgramLosesItsOldPreview(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.step(1)
	r.until("the second is open", r.opened)
	r.turned.Store(true)
	r.step(-1)
	r.until("the first is back", r.opened)
	r.look(fitted(400, 600, 200, 300))
	if r.phase() != starting {
		t.Errorf("phase %v: the preview of the photo as it was stands in for the new one", r.phase())
	}
	r.until("previewed anew", func() bool { return r.phase() == previewed })
}

func TestDroppingAMissingPhotoAgainTriesItAgain(t *testing.T) {
	r := newRig(t)
	r.gone = true
	r.add(files("a.jpg", "b.jpg"))
	r.until("both are missing", func() bool { return r.items[0].unread && r.items[1].unread })
	r.mu.Lock()
	r.gone = false // the card is back
	r.mu.Unlock()
	if n := r.add(files("a.jpg", "b.jpg")); n != 0 {
		t.Errorf("%d photos count as new", n)
	}
	r.until("the first is open", r.opened)
	r.until("the second has a thumbnail", func() bool { return r.items[1].thumb != nil })
	for _, it := range r.items {
		if it.unread || it.state != idle || it.err != nil {
			t.Errorf("%s: unread %v, state %v, error %v", it.path, it.unread, it.state, it.err)
		}
	}
}

func TestDroppingAPhotoOfTheStripShowsIt(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.add(files("b.jpg"))
	r.until("it is open", func() bool { return r.opened() && r.selected == r.items[1] })
	if r.add(nil); r.selected != r.items[1] {
		t.Error("dropping nothing takes the photo away")
	}
}

func TestRemovedPhotoKeepsNoPreview(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.remove(r.items[0])
	if len(r.kept.kept) != 0 {
		t.Error("the preview of a photo that is off the strip takes memory")
	}
	r.quiet()
}

// The size of a photo whose thumbnail fails is known from a kept queue.
func TestFailedThumbnailForgetsNothing(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "bad.jpg"))
	r.items[1].size = image.Pt(30, 20)
	r.until("it failed", func() bool { return r.items[1].unread })
	if r.items[1].size != image.Pt(30, 20) {
		t.Errorf("its size is %v now", r.items[1].size)
	}
}

// A model may lack the depth that the look asks for, on this device.
func TestTheDepthThatRunsIsNamed(t *testing.T) {
	r := newRig(t)
	r.bench.tools.depths = func() []engine.Variant { return []engine.Variant{engine.Small, engine.Large} }
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	it := r.items[0]
	it.look.Depth = engine.Middle
	r.setHold(make(chan struct{}))
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it runs", func() bool { return it.progress > 0 })
	runs := depthName(r.asked()[0].Variant)
	if words := exportWords(it, 0, outlook{}, false); runs == "M" || !strings.Contains(words, "DyNet-"+runs) {
		t.Errorf("DyNet-%s runs, said is %q", runs, words)
	}
	close(r.hold)
	r.until("it ends", r.exported)
}

// A strip of hundreds of photos must not decode them all.
func TestThumbnailsOfTheCameraAreEnough(t *testing.T) {
	r := newRig(t)
	r.small = testPhoto(160, 107, 0.5)
	r.add(files("a.jpg", "b.jpg", "c.bad.jpg"))
	r.until("the others have thumbnails", func() bool { return r.items[1].thumb != nil && r.items[2].thumb != nil })
	if r.items[1].size != image.Pt(6000, 4000) || r.items[1].thumb.Rect.Dx() != 160 {
		t.Errorf("size %v, thumbnail %v", r.items[1].size, r.items[1].thumb.Rect)
	}
	if r.items[2].unread {
		t.Error("a photo was decoded for its thumbnail")
	}
}

func TestTheStripFillsWhileAPhotoOpens(t *testing.T) {
	r := newRig(t)
	r.small, r.slow = testPhoto(160, 107, 0.5), make(chan struct{})
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("the others have thumbnails", func() bool { return r.items[1].thumb != nil && r.items[2].thumb != nil })
	if !r.opening.busy() || r.proof != nil {
		t.Error("the photo was opened before")
	}
	close(r.slow)
	r.until("it is open", func() bool { return r.proof != nil })
}

// A photo without one waits its turn, and has it.
func TestThumbnailsThatTakeThePhotoWait(t *testing.T) {
	r := newRig(t)
	r.slow = make(chan struct{})
	r.add(files("a.jpg", "b.jpg"))
	r.until("a look was taken", func() bool { return r.items[1].glanced })
	if r.quiet(); r.most() != 1 {
		t.Errorf("%d photos were opened at once", r.most())
	}
	close(r.slow)
	r.until("it has a thumbnail", func() bool { return r.items[1].thumb != nil })
}
