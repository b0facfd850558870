package ui

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// BenchmarkStripOf500 scrolls a strip of 500 photos by a cell, with thumbnails.
func BenchmarkStripOf500(b *testing.B) {
	test.NewTempApp(b)
	s := newStrip()
	s.OnSight = func([]*item) {}
	w := test.NewTempWindow(b, s)
	w.Resize(fyne.NewSize(1600, stripHeight))
	var items []*item
	for i := range 500 {
		items = append(items, &item{found: found{path: fmt.Sprintf("/x/IMG_%04d.jpg", i)}, thumb: image.NewRGBA(image.Rectangle{Max: thumbSize})})
	}
	s.SetItems(items, items[0], nil, false)
	b.ResetTimer()
	for i := range b.N {
		s.scroll.ScrollToOffset(fyne.NewPos(float32(i%480)*cellWidth, 0))
		s.arrange()
	}
}

// BenchmarkWindowOf500 is what the main goroutine does in a window with 500 photos
// whose thumbnails are there: a click on another photo, and a tile of an export of
// them all.
func BenchmarkWindowOf500(b *testing.B) {
	r := newWindowRig(b, Setup{})
	r.w.bench.add(numbered(500))
	for _, it := range r.items {
		it.thumb, it.tried = image.NewRGBA(image.Rectangle{Max: thumbSize}), true
	}
	r.until("open", func() bool { return r.opened() && !r.thumbs.Busy() })
	r.w.onList()
	b.Run("click", func(b *testing.B) {
		for i := range b.N {
			r.w.bench.pick(r.items[i%480], pickOne)
		}
	})
	r.until("still", func() bool { return r.opened() })
	b.Run("export-tile", func(b *testing.B) {
		for _, it := range r.items {
			it.state = waiting
		}
		r.exports.batch = r.items
		for i := range b.N {
			r.progressed(r.items[0], float64(i%100)/100)
		}
	})
}
