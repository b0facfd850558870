package ui

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"afterrain/engine"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// senseView tells what the network saw. It is hidden for a model without a
// calibrated probe.
type senseView struct {
	root  *fyne.Container
	words *canvas.Text
}

func newSenseView() *senseView {
	v := &senseView{words: widgets.NewText("", 11, style.Quiet, false)}
	v.root = container.New(layout.NewCustomPaddedVBoxLayout(2), widgets.NewText(lang.L("What it saw"), 11, style.Quiet, true), v.words)
	v.root.Hide()
	return v
}

// Show tells what was seen; nil takes the read-out away.
func (v *senseView) Show(s *engine.Seen) {
	v.root.Hidden = s == nil
	if s != nil {
		widgets.SetText(v.words, fmt.Sprintf(lang.L("noise %.0f %% · rain %.0f %% · haze %.0f %%"), 100*s.Noise, 100*s.Rain, 100*s.Haze))
	}
	v.root.Refresh()
}

// sense has the network tell what it saw in the photo in view, once its preview
// is there.
func (b *bench) sense() {
	f := b.proof
	if f == nil || f.sensed || b.tools.saw == nil || b.sensing.Busy() || b.exports.Busy() {
		return
	}
	var seen engine.Seen
	b.sensing.Start(func(ctx context.Context, _ func(func())) (err error) {
		seen, err = b.tools.saw(ctx, f.photo)
		return err
	}, func(err error) {
		switch f.sensed = true; {
		case errors.Is(err, engine.ErrNoSense): // as of every photo
			return
		case err != nil:
			b.tools.log("saw nothing in %s: %v", f.item.path, err)
			return
		}
		f.seen = &seen
		b.on.pixels()
	})
}
