// Package style holds the colours of the window, dark or light, and the theme for Fyne that is made of them.
package style

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"afterrain/ui/render"
)

// Appearance is how bright the window is.
type Appearance int

// The appearances.
const (
	Dark Appearance = iota
	Light
	AsDesktop // follows the desktop
)

// lit tells whether the greys are those of the light window. It belongs to the
// main goroutine and changes only while the window is built anew.
var lit bool

// Lit tells whether the colours are those of the light window.
func Lit() bool { return lit }

// Grey is a neutral of the dark window, sRGB; the light window turns it round.
func Grey(v uint8) color.NRGBA {
	if lit {
		v = 255 - v
	}
	return color.NRGBA{v, v, v, 255}
}

// Greys are exactly neutral, so that nothing near a photo tints the eye. The
// one colour is a muted amber, and it stays small. What lies over a photo, and
// the ground around it, is the same in the light window: photos are judged
// against one known grey.
var (
	Surround, Panel, Bar, Raised, Hover, Edge color.NRGBA
	Text, Quiet, Soft, Faint                  color.NRGBA
	Accent, AccentHover, OnAccent, Bad, Good  color.NRGBA

	Divider  = color.NRGBA{0xf2, 0xf2, 0xf2, 0xe6}
	Pill     = color.NRGBA{0x0c, 0x0c, 0x0c, 0xb8}
	PillText = color.NRGBA{0xe6, 0xe6, 0xe6, 0xff}
)

func init() { SetLit(false) }

// SetLit chooses the colours. Widgets made before keep theirs.
func SetLit(on bool) {
	lit = on
	Surround, Panel, Bar = Grey(render.Surround), Grey(0x1c), Grey(0x18)
	Raised, Hover, Edge = Grey(0x2e), Grey(0x3a), Grey(0x10)
	Text, Quiet, Soft, Faint = Grey(0xd8), Grey(0x8c), Grey(0x78), Grey(0x5c)
	Accent, AccentHover = color.NRGBA{0xd2, 0xa5, 0x5e, 0xff}, color.NRGBA{0xe0, 0xb6, 0x72, 0xff}
	OnAccent = color.NRGBA{0x14, 0x14, 0x14, 0xff}
	Bad, Good = color.NRGBA{0xd8, 0x6a, 0x5f, 0xff}, color.NRGBA{0x8f, 0xb0, 0x7c, 0xff}
	if on { // darker, to be read on light ground
		Quiet, Soft, Faint = Grey(0xa8), Grey(0x94), Grey(0x80)
		Accent, AccentHover = color.NRGBA{0xa4, 0x70, 0x1c, 0xff}, color.NRGBA{0xb4, 0x7e, 0x28, 0xff}
		Bad, Good = color.NRGBA{0xb0, 0x3a, 0x30, 0xff}, color.NRGBA{0x4c, 0x7a, 0x38, 0xff}
	}
}

// neutral is the theme: Fyne's fonts and icons in this program's colours.
type neutral struct {
	fyne.Theme
	colors  map[fyne.ThemeColorName]color.Color
	variant fyne.ThemeVariant
}

// NewTheme takes the colours as they are now.
func NewTheme() fyne.Theme {
	v := theme.VariantDark
	if lit {
		v = theme.VariantLight
	}
	return neutral{theme.DefaultTheme(), themeColors(), v}
}

// legible is an opaque colour that lets a menu's keys be read: Fyne 2.7.4 takes the
// lower half of 95 % of its 16-bit alpha for theirs, which makes 20 % of 0xffff, and
// 62 % of this.
type legible struct{ color.NRGBA }

func (l legible) RGBA() (r, g, b, a uint32) {
	r, g, b, _ = l.NRGBA.RGBA()
	return r, g, b, 0xff64
}

// over darkens or, in the dark window, brightens what lies under it.
func over(alpha uint8) color.Color {
	if lit {
		return color.NRGBA{0, 0, 0, alpha}
	}
	return color.NRGBA{0xff, 0xff, 0xff, alpha}
}

func themeColors() map[fyne.ThemeColorName]color.Color {
	return map[fyne.ThemeColorName]color.Color{
		theme.ColorNameBackground:          Panel,
		theme.ColorNameButton:              Raised,
		theme.ColorNameDisabledButton:      Grey(0x24),
		theme.ColorNameDisabled:            Soft,
		theme.ColorNameError:               Bad,
		theme.ColorNameSuccess:             Good,
		theme.ColorNameWarning:             Accent,
		theme.ColorNameFocus:               over(0x30),
		theme.ColorNameForeground:          legible{Text},
		theme.ColorNameForegroundOnPrimary: OnAccent,
		theme.ColorNameHeaderBackground:    Bar,
		theme.ColorNameHover:               over(0x18),
		theme.ColorNameHyperlink:           Accent,
		theme.ColorNameInputBackground:     Grey(0x28),
		theme.ColorNameInputBorder:         Grey(0x34),
		theme.ColorNameMenuBackground:      Grey(0x26),
		theme.ColorNameOverlayBackground:   Grey(0x24),
		theme.ColorNamePlaceHolder:         Quiet,
		theme.ColorNamePressed:             over(0x28),
		theme.ColorNamePrimary:             Accent,
		theme.ColorNameScrollBar:           Grey(0x58),
		theme.ColorNameScrollBarBackground: color.Transparent,
		theme.ColorNameSelection:           Grey(0x48),
		theme.ColorNameSeparator:           Edge,
		theme.ColorNameShadow:              color.NRGBA{0, 0, 0, 0x80},
	}
}

// Color returns this theme's colours, and Fyne's for the rest.
func (t neutral) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := t.colors[n]; ok {
		return c
	}
	return t.Theme.Color(n, t.variant)
}

// Size makes text and gaps a little tighter than Fyne's, as panels need.
func (t neutral) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 11
	case theme.SizeNameHeadingText:
		return 20
	case theme.SizeNameSubHeadingText:
		return 16
	case theme.SizeNameInnerPadding:
		return 6
	case theme.SizeNameInlineIcon:
		return 18
	case theme.SizeNameScrollBar:
		return 8
	case theme.SizeNameScrollBarSmall:
		return 5 // to be seen without the pointer over it
	}
	return t.Theme.Size(n)
}
