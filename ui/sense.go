package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
)

// seen is what a model's calibrated probe makes of a photo: how likely it is
// that there is noise, rain or haze in it, each 0 to 1.
type seen struct{ noise, rain, haze float64 }

// senseView tells what the network saw. It is hidden for a model without a
// calibrated probe.
type senseView struct {
	root  *fyne.Container
	words *canvas.Text
}

func newSenseView() *senseView {
	v := &senseView{words: text("", 11, colorQuiet, false)}
	v.root = container.New(layout.NewCustomPaddedVBoxLayout(2), text(lang.L("What it saw"), 11, colorQuiet, true), v.words)
	v.root.Hide()
	return v
}

// Show tells what was seen; nil takes the read-out away.
func (v *senseView) Show(s *seen) {
	v.root.Hidden = s == nil
	if s != nil {
		setText(v.words, fmt.Sprintf(lang.L("noise %.0f %% · rain %.0f %% · haze %.0f %%"), 100*s.noise, 100*s.rain, 100*s.haze))
	}
	v.root.Refresh()
}
