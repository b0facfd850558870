package style

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2/theme"
)

// brightness is the relative luminance of WCAG 2, 0 to 1.
func brightness(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		if s := float64(v) / 255; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		} else {
			return s / 12.92
		}
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := brightness(a), brightness(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// As menus of Fyne 2.7.4 make the colour of their keys.
func TestKeysInMenusCanBeRead(t *testing.T) {
	_, _, _, a := NewTheme().Color(theme.ColorNameForeground, theme.VariantDark).RGBA()
	if keys := uint8(uint32(float32(a) * 0.95)); keys < 0x80 || a>>8 != 0xff {
		t.Errorf("the keys have an alpha of %#x, the words of %#x", keys, a>>8)
	}
}

func TestWordsCanBeReadInTheDarkAndTheLightWindow(t *testing.T) {
	defer SetLit(false)
	for _, on := range []bool{false, true} {
		SetLit(on)
		for name, k := range map[string]struct {
			words, ground color.NRGBA
			least         float64
		}{
			"text": {Text, Panel, 7}, "text on a button": {Text, Raised, 7},
			"quiet": {Quiet, Panel, 4.5}, "soft": {Soft, Panel, 3.5},
			"failed": {Bad, Bar, 4.5}, "exported": {Good, Bar, 4},
			"numbers": {Accent, Surround, 3}, "Export": {OnAccent, Accent, 4},
		} {
			if got := contrast(k.words, k.ground); got < k.least {
				t.Errorf("light %v: the contrast of %s is %.1f, want %.1f", on, name, got, k.least)
			}
		}
	}
}
