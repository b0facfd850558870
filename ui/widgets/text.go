package widgets

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Spacer is as large as it says, and not seen.
func Spacer(width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

// Wide gives a label that wraps a width to wrap at.
func Wide(width float32, l *widget.Label) fyne.CanvasObject {
	return container.NewStack(Spacer(width, 0), l)
}

// NewText is a line of words, size in points of Fyne.
func NewText(s string, size float32, c color.Color, bold bool) *canvas.Text {
	t := canvas.NewText(s, c)
	t.TextSize, t.TextStyle.Bold = size, bold
	return t
}

// SetText changes the words of a line, if they are others.
func SetText(t *canvas.Text, s string) {
	if t.Text != s {
		t.Text = s
		t.Refresh()
	}
}

// FitText shortens s until it fits into width.
func FitText(s string, like *canvas.Text, width float32) string {
	const least = 4
	tooLong := func(n int) bool {
		return fyne.MeasureText(Shorten(s, n), like.TextSize, like.TextStyle).Width > width
	}
	all := len([]rune(s))
	if all <= least || !tooLong(all) {
		return s
	}
	return Shorten(s, least+sort.Search(all-least, func(i int) bool { return tooLong(least + i + 1) }))
}

// Shorten keeps the beginning and the end of a long name.
func Shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	tail := most / 2
	return string(r[:most-tail-1]) + "…" + string(r[len(r)-tail:])
}

// NaturalWidth is what a label takes up when nothing of it is cut off.
func NaturalWidth(l *widget.Label) float32 {
	size := fyne.MeasureText(l.Text, theme.Size(l.SizeName), l.TextStyle)
	return size.Width + 2*theme.InnerPadding() + 4 // a label measures a little wider
}
