package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/widgets"
)

// This file holds the parts of the window's dialogs.

// tell shows a dialog with buttons, one of which closes it. Nothing else in it takes the keyboard,
// so Esc closes it always: Fyne's own button and text that can be marked swallow that key. Arrows and Page keys
// scroll a body that does.
func (w *Window) tell(title string, body fyne.CanvasObject, buttons ...fyne.CanvasObject) {
	row := container.New(layout.NewCustomPaddedHBoxLayout(8), append(buttons, layout.NewSpacer(), w.dialogButton(lang.L("Close"), widgets.Raised, w.closeDialog))...)
	dialog.NewCustomWithoutButtons(title, container.NewVBox(body, widgets.Spacer(0, 6), row), w.win).Show()
	w.read, _ = body.(*container.Scroll)
	w.told = w.win.Canvas().Overlays().Top()
}

// scrolling shows as much of a text as there is room for in a dialog, and the rest when it is scrolled.
func (w *Window) scrolling(o fyne.CanvasObject, width, height float32) *container.Scroll {
	s := container.NewVScroll(o)
	s.SetMinSize(fyne.NewSize(width, max(100, min(height, w.win.Canvas().Size().Height-dialogParts))))
	return s
}

// dialogButton is a button that Tab reaches, for a dialog.
func (w *Window) dialogButton(label string, r widgets.Rank, tapped func()) *widgets.TabButton {
	b := widgets.NewTabButton(label, r, w.closeDialog, tapped)
	b.Other = w.onKey
	return b
}

// photoButton is a button over the photo: Tab reaches it, and it gives the keyboard back when it is pressed.
func (w *Window) photoButton(label string, r widgets.Rank, tapped func()) *widgets.TabButton {
	back := func() { w.win.Canvas().Unfocus() }
	return widgets.NewTabButton(label, r, back, func() { back(); tapped() })
}

func paragraph(s string) *widget.Label {
	l := widget.NewLabel(s)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// dialogSides is what its margins take of the width.
const dialogSides = 50
