package ui

import (
	"path/filepath"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// The second of three photos fails, and what the user does next decides its number.
func TestNumbersOfPhotosTriedAgain(t *testing.T) {
	seq := order{naming: "{seq}"}
	png := order{naming: "{seq}", save: photo.SaveOptions{Format: photo.PNG}}
	for what, c := range map[string]struct {
		does func(r *rig, failed *item)
		want []string
	}{
		"try again":                      {func(r *rig, it *item) { r.retryItems(it) }, []string{"0002.jpg"}},
		"export it in another format":    {func(r *rig, it *item) { r.export([]*item{it}, png) }, []string{"0002.png"}},
		"export it under another name":   {func(r *rig, it *item) { r.export([]*item{it}, order{naming: "x{seq}"}) }, []string{"x0001.jpg"}},
		"export all":                     {func(r *rig, it *item) { r.export(r.items, png) }, []string{"0001.png", "0002.png", "0003.png"}},
		"put it first and export all":    {func(r *rig, it *item) { r.move([]*item{it}, 0); r.export(r.items, png) }, []string{"0001.png", "0002.png", "0003.png"}},
		"try again, then add two others": {func(r *rig, it *item) { r.retryItems(it); r.export([]*item{r.items[0], r.items[2]}, png) }, []string{"0002.jpg", "0004.png", "0005.png"}},
		"export another, then try again": {func(r *rig, it *item) { r.export(r.items[2:], png); r.retryItems(it) }, []string{"0001.png", "0002.jpg"}},
	} {
		r := newRig(t)
		dir := t.TempDir()
		seq.folder, png.folder = dir, dir
		r.add(files(filepath.Join(dir, "a.jpg"), filepath.Join(dir, "broken.jpg"), filepath.Join(dir, "c.jpg")))
		r.until("open", r.opened)
		r.export(r.items, seq)
		r.until("all were tried", r.exported)
		bad := r.items[1]
		if bad.state != failed {
			t.Fatalf("state %v", bad.state)
		}
		bad.path = filepath.Join(dir, "b.jpg")
		r.sums, r.saved = nil, nil
		c.does(r, bad)
		r.until("that is done", r.exported)
		var got []string
		for _, s := range r.saved {
			got = append(got, s[:len(s)-len(" 0.75")])
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s: saved %q, want %q", what, got, c.want)
		}
	}
}

// Photos dropped on a strip of last time get numbers that none of it has.
func TestNumbersGoOnAfterTheNextStart(t *testing.T) {
	r := newRig(t)
	r.recall([]*item{{found: found{path: "a.jpg"}, state: waiting, seq: 2}, {found: found{path: "b.jpg"}, state: done, seq: 3}})
	r.add(files("c.jpg"))
	if r.export(r.items[2:], order{}); r.items[2].seq != 4 {
		t.Errorf("number %d", r.items[2].seq)
	}
}

// Two that failed in exports of their own may have had the same number.
func TestNoTwoPhotosInTheQueueHaveOneNumber(t *testing.T) {
	one, other, third := &item{state: failed, seq: 7}, &item{state: failed, seq: 7}, &item{state: failed, seq: 9}
	var q queue
	q.number([]*item{one, other}, order{})
	if one.seq != 1 || other.seq != 2 {
		t.Errorf("numbers %d and %d", one.seq, other.seq)
	}
	q.batch = []*item{{seq: 9}}
	if q.number([]*item{third}, order{}); third.seq != 10 {
		t.Errorf("number %d beside 9", third.seq)
	}
}
