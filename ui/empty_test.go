package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// On 1024 x 768 with text of 175 % the page had to be moved sideways to be read.
func TestFirstPageFitsItsWidth(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		for _, first := range []bool{true, false} {
			page := newEmpty(func() {}, func() {}, first)
			win := test.NewTempWindow(t, page)
			win.SetPadded(false)
			for _, width := range []float32{900, 310} {
				win.Resize(fyne.NewSize(width, 400))
				scroll := page.(*fyne.Container).Objects[1].(*container.Scroll)
				content := scroll.Content.(*fyne.Container)
				if content.Size().Width > scroll.Size().Width || scroll.Size().Width != width {
					t.Errorf("%v units wide it is moved sideways by %v", width, content.Size().Width-width)
				}
				liesIn(t, content, fyne.Position{}, content.Size())
			}
		}
	})
}

// liesIn checks that all that is seen of o, which is at a place in a page, lies in that.
func liesIn(t *testing.T, o fyne.CanvasObject, at fyne.Position, page fyne.Size) {
	t.Helper()
	c, ok := o.(*fyne.Container)
	if !ok {
		if at.X < 0 || at.Y < 0 || at.X+o.MinSize().Width > page.Width || at.Y+o.MinSize().Height > page.Height {
			t.Errorf("in a page of %v a %T of %v is at %v", page, o, o.MinSize(), at)
		}
		return
	}
	for _, one := range c.Objects {
		if one.Visible() {
			liesIn(t, one, at.Add(one.Position()), page)
		}
	}
}
