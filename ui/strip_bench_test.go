package ui

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// BenchmarkStripOf500 scrolls a strip of 500 photos by a cell, with thumbnails,
// and draws one frame of it.
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
