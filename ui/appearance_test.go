package ui

import (
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"afterrain/ui/style"
)

func TestLightWindowIsBuiltAnewAroundThePhoto(t *testing.T) {
	defer style.SetLit(false)
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.w.onRune('1')
	r.w.onRune('l')
	view := r.w.view.View()
	r.w.setAppearance(style.Light)
	if r.w.view.View() != view || r.w.empty.Visible() {
		t.Errorf("the view is %+v, was %+v", r.w.view.View(), view)
	}
	if !r.w.view.Loupe.Out() || !r.w.tools.loupe.On() || r.preview.shown[inLoupe].Empty() {
		t.Error("the loupe is put away")
	}
	if c := style.Panel; c.R < 0xd0 {
		t.Errorf("the light panel is %v", c)
	}
	if r.w.setAppearance(style.Dark); style.Panel.R > 0x30 {
		t.Errorf("the dark panel is %v", style.Panel)
	}
	r.quiet()
}

// Fyne reads the size of text when it takes a theme in, and lets the window grow
// with it; here a listener stands in for that.
func TestTextGrowsAtOnceAndTheWindowStaysAsItIs(t *testing.T) {
	t.Setenv(scaleKey, "")
	r := newWindowRig(t, Setup{})
	c := r.w.win.Canvas()
	r.w.app.Settings().AddListener(func(fyne.Settings) {
		scale, _ := strconv.ParseFloat(os.Getenv(scaleKey), 32)
		c.(interface{ SetScale(float32) }).SetScale(float32(scale))
	})
	r.drop("/x/a.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	for _, k := range []struct {
		percent int
		want    float32
	}{{150, 1.5}, {90, 0.9}, {100, 1}} {
		r.w.setScale(k.percent)
		if got := c.Scale(); got != k.want {
			t.Errorf("at %d %% a unit has %v pixels, want %v", k.percent, got, k.want)
		}
		if wide, high := c.Size().Width*c.Scale(), c.Size().Height*c.Scale(); math.Round(float64(wide)) != 1360 || math.Round(float64(high)) != 860 {
			t.Errorf("at %d %% the window has %v x %v pixels", k.percent, wide, high)
		}
		if pane, size := r.w.view.View().Pane, r.w.view.Size(); pane.X != int(math.Round(float64(size.Width*k.want))) {
			t.Errorf("at %d %% a photo of %v units is drawn with %v pixels", k.percent, size, pane)
		}
		if marks := r.w.sizeMenu().Items; marks[slices.Index(scales, k.percent)].Checked == false || loadSettings(r.w.prefs).Scale != k.percent {
			t.Errorf("%d %% is not remembered", k.percent)
		}
	}
	r.quiet()
}

// daylight is a desktop that is light.
type daylight struct{ fyne.App }
type daylightSettings struct{ fyne.Settings }

func (d daylight) Settings() fyne.Settings               { return daylightSettings{d.App.Settings()} }
func (daylightSettings) ThemeVariant() fyne.ThemeVariant { return theme.VariantLight }

func TestWindowFollowsTheDesktop(t *testing.T) {
	defer style.SetLit(false)
	r := newWindowRig(t, Setup{})
	r.w.app = daylight{r.w.app}
	for _, c := range []struct {
		a    style.Appearance
		want bool
	}{{style.Dark, false}, {style.AsDesktop, true}} {
		r.w.set.Appearance = c.a
		if r.w.followDesktop(r.w.app.Settings()); style.Lit() != c.want {
			t.Errorf("appearance %v on a light desktop: light %v", c.a, style.Lit())
		}
	}
}
