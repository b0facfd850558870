package ui

import (
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"afterrain/engine"
)

func (r *rig) states() (list []state) {
	for _, it := range r.items {
		list = append(list, it.state)
	}
	return list
}

func (r *rig) names(items []*item) (list []string) {
	for _, it := range items {
		list = append(list, it.name())
	}
	return list
}

func TestQueueFollowsTheOrderOfTheStrip(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg", "d.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 9)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("the first runs", func() bool { return r.items[0].progress > 0 })
	r.move([]*item{r.items[3]}, 1) // before b
	r.move([]*item{r.items[2]}, 4) // b to the end
	for range 4 {
		r.hold <- struct{}{}
	}
	r.until("all is done", r.exported)
	want := []string{"a-restored.jpg 0.75", "d-restored.jpg 0.75", "c-restored.jpg 0.75", "b-restored.jpg 0.75"}
	if !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}

func TestSeveralArePickedMovedAndRemoved(t *testing.T) {
	r := newRig(t)
	r.add(files("a", "b", "c", "d", "e"))
	r.until("open", r.opened)
	for _, c := range []struct {
		click int
		how   pickHow
		want  []string
		view  string
	}{
		{1, pickOne, []string{"b"}, "b"},
		{3, pickToggle, []string{"b", "d"}, "b"},
		{3, pickToggle, []string{"b"}, "b"},
		{3, pickRange, []string{"b", "c", "d"}, "b"},
		{0, pickRange, []string{"a", "b"}, "b"},
		{1, pickToggle, []string{"a"}, "a"}, // the one in view goes, another takes its place
		{0, pickToggle, []string{"a"}, "a"}, // the last stays
		{4, pickOne, []string{"e"}, "e"},
	} {
		r.pick(r.items[c.click], c.how)
		if got := r.names(r.chosen()); !slices.Equal(got, c.want) || r.selected.name() != c.view {
			t.Errorf("after click %d (%v): %v, in view %s; want %v and %s", c.click, c.how, got, r.selected.name(), c.want, c.view)
		}
	}
	if r.pickAll(); len(r.chosen()) != 5 {
		t.Errorf("all are %d", len(r.chosen()))
	}
	r.pick(r.items[1], pickOne)
	r.pick(r.items[3], pickToggle)
	r.move(r.chosen(), 0)
	if got := r.names(r.items); !slices.Equal(got, []string{"b", "d", "a", "c", "e"}) {
		t.Errorf("moved to the front: %v", got)
	}
	r.remove(r.chosen()...)
	if got := r.names(r.items); !slices.Equal(got, []string{"a", "c", "e"}) || r.selected.name() != "a" {
		t.Errorf("left are %v, in view %s", got, r.selected.name())
	}
	r.quiet()
}

func TestDroppedWhileExportingJoinsTheStripOnly(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 2)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	if n := r.add(files("a.jpg", "bad.jpg", "c.jpg")); n != 2 {
		t.Errorf("%d photos count as new", n)
	}
	r.until("the new one is shown", func() bool { return r.items[2].thumb != nil && r.items[1].unread })
	r.hold <- struct{}{}
	r.until("the export is done", r.exported)
	if got := r.states(); !slices.Equal(got, []state{done, failed, idle}) || len(r.saved) != 1 {
		t.Errorf("states %v, saved %q", got, r.saved)
	}
}

func TestTreeOfADroppedFolderIsKept(t *testing.T) {
	r := newRig(t)
	in, out := filepath.Join(t.TempDir(), "Hochzeit 婚礼"), t.TempDir()
	for _, p := range []string{"a.jpg", "church/b.jpg"} {
		os.MkdirAll(filepath.Dir(filepath.Join(in, p)), 0o755)
		os.WriteFile(filepath.Join(in, p), nil, 0o644)
	}
	dropped, _ := gather([]string{in})
	r.add(dropped)
	r.until("open", r.opened)
	r.export(r.items, order{folder: out})
	r.until("all is done", r.exported)
	var got []string
	for _, p := range r.sums[0].outputs {
		rel, _ := filepath.Rel(out, p)
		got = append(got, filepath.ToSlash(rel))
		if _, err := os.Stat(filepath.Dir(p)); err != nil {
			t.Errorf("the folder was not made: %v", err)
		}
	}
	if want := []string{"Hochzeit 婚礼/a-restored.jpg", "Hochzeit 婚礼/church/b-restored.jpg"}; !slices.Equal(got, want) {
		t.Errorf("exported to %q, want %q", got, want)
	}
}

func TestOutlookWeighsPhotosByTheirSize(t *testing.T) {
	big, small, unknown := &item{size: image.Pt(6000, 4000), look: defaultLook}, &item{size: image.Pt(2000, 1000), look: defaultLook}, &item{look: defaultLook}
	q := queue{batch: []*item{big, small, unknown}, pace: pace{2}}
	for _, it := range q.batch {
		it.state = waiting
	}
	const mean = (24 + 2) / 2.0
	if o := q.outlook(); o.share != 0 || o.left != time.Duration((24+2+mean)*2)*time.Second {
		t.Errorf("at the start %+v", o)
	}
	big.state, small.state, small.progress = done, running, 0.05
	if o := q.outlook(); o.share < 0.61 || o.share > 0.63 || o.left < 29*time.Second || o.left > 30*time.Second {
		t.Errorf("after the big one %+v", o)
	}
	if (&queue{}).outlook() != (outlook{}) {
		t.Error("an empty queue has an outlook")
	}
}

// 199 photos at strength 0 before a restored one: saying an hour, or that the last one takes
// no time, would both be wrong.
func TestOutlookKnowsThatPhotosAtStrengthZeroAreOnlySaved(t *testing.T) {
	nothing := defaultLook
	nothing.Luma, nothing.Color = 0, 0
	kept, restored := &item{size: image.Pt(5000, 4000), state: running, look: nothing, depth: engine.Large, progress: 1}, &item{size: image.Pt(5000, 4000), state: waiting, look: defaultLook}
	q := queue{batch: []*item{kept, restored}, now: kept}
	q.clock.reset()
	if o := q.outlook(); o.left != 0 {
		t.Errorf("%v left before any pace is known", o.left)
	}
	q.pace.learn(engine.Large, 1, time.Second)
	if o := q.outlook(); o.left != 20*time.Second || o.share > 0.05 {
		t.Errorf("while the first is saved %+v, want 20 s and next to nothing", o)
	}
	kept.state = waiting
	if o := q.outlook(); o.left != 21*time.Second {
		t.Errorf("%v left with both waiting, want 21 s", o.left)
	}
}

func TestEachDepthHasItsPace(t *testing.T) {
	p := pace{}
	if p.learn(engine.Large, 0, time.Second); p.of(engine.Large) != 0 {
		t.Errorf("learnt %v from a photo without size", p)
	}
	p.learn(engine.Large, 10, 20*time.Second)
	p.learn(engine.Large, 10, 40*time.Second)
	if got := p.of(engine.Large); got < 2.7 || got > 2.9 {
		t.Errorf("learnt %v s/MP from 2 and 4", got)
	}
	if got := p.of(engine.Small); got != p.of(engine.Large) {
		t.Errorf("a depth never used is taken for %v s/MP", got)
	}
	if got := p.of(engine.Twice); got != 2*p.of(engine.Large) {
		t.Errorf("L run twice is taken for %v s/MP", got)
	}
	before := p
	if p.learn(engine.Twice, 1, time.Duration(2*p[0]*float64(time.Second))); math.Abs(p[0]-before[0]) > 1e-6 {
		t.Errorf("a photo at L2 that was as quick as those at L changed %v to %v", before, p)
	}
	p.learn(engine.Small, 10, 10*time.Second)
	deep, shallow := &item{size: image.Pt(1000, 1000), state: waiting, look: defaultLook}, &item{size: image.Pt(1000, 1000), state: waiting, look: defaultLook}
	shallow.look.Depth = engine.Small
	q := queue{batch: []*item{deep, shallow}, pace: pace{4, 0, 1}}
	if got := q.outlook().left; got != 5*time.Second {
		t.Errorf("a megapixel at L and one at S take %v, want 4 s and 1 s", got)
	}
}

// At strength 0 a photo is only copied: the network does not run, and how quick that was says
// nothing about the next photo.
func TestStrengthZeroRunsNoNetwork(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	it := r.items[0]
	it.look.Luma, it.look.Color = 0, 0
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it is exported", r.exported)
	if r.restores != 0 || !slices.Equal(r.saved, []string{"a-restored.jpg 0.25"}) || it.state != done || it.progress != 1 {
		t.Errorf("the network ran %d times, saved %q, state %v", r.restores, r.saved, it.state)
	}
	if r.exports.pace != (pace{}) || r.bench.proof.large != nil {
		t.Errorf("learnt %v; the photo is shown as restored: %v", r.exports.pace, r.bench.proof.large != nil)
	}
}

func TestSummaryCountsOutputsThatAreGone(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	dir := t.TempDir()
	r.away(filepath.Join(dir, "a-restored.jpg"))
	r.export(r.items, order{folder: dir})
	r.until("all is done", r.exported)
	if s := r.sums[0]; s.done != 2 || s.missing != 1 {
		t.Errorf("counted %+v", s)
	}
}

func TestThumbnailsInSightComeFirst(t *testing.T) {
	r := newRig(t)
	var many []string
	for i := range 50 {
		many = append(many, fmt.Sprintf("%02d.jpg", i))
	}
	r.add(files(many...))
	r.inSight = r.items[30:33]
	r.until("those in sight have one", func() bool { return r.items[32].thumb != nil })
	if r.items[20].thumb != nil {
		t.Error("photos out of sight were first")
	}
	r.quiet()
}
