package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"afterrain/ui/compare"
	"afterrain/ui/widgets"
)

// A small photo fits at 2:1: what is lit is what was asked for.
func TestOneZoomButtonIsLit(t *testing.T) {
	test.NewTempApp(t)
	c := compare.New(compare.Split)
	test.NewTempWindow(t, c).Resize(fyne.NewSize(400, 300))
	c.SetPhoto(image.Pt(200, 150))
	bar := newToolbar()
	for _, step := range []struct {
		name string
		do   func()
		lit  string
	}{{"at first", func() {}, "fit"}, {"2:1", c.TwoToOne, "2:1"}, {"1:1", c.OneToOne, "1:1"}, {"fit", c.Fit, "fit"}} {
		step.do()
		bar.ShowView(compare.Split, c.View(), false)
		var lit []string
		for name, b := range map[string]*widgets.Button{"fit": bar.fit, "1:1": bar.one, "2:1": bar.two} {
			if b.On() {
				lit = append(lit, name)
			}
		}
		if len(lit) != 1 || lit[0] != step.lit {
			t.Errorf("%s: at %.0f %% lit are %v", step.name, 100*c.View().Zoom, lit)
		}
	}
}
