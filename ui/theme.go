package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func grey(v uint8) color.NRGBA { return color.NRGBA{v, v, v, 255} }

// Greys are exactly neutral, so that nothing near a photo tints the eye. The
// one colour is a muted amber, and it stays small.
var (
	colorSurround = grey(surround)
	colorPanel    = grey(0x1c)
	colorBar      = grey(0x18)
	colorRaised   = grey(0x2e)
	colorHover    = grey(0x3a)
	colorEdge     = grey(0x10)
	colorText     = grey(0xd8)
	colorQuiet    = grey(0x8c)
	colorFaint    = grey(0x5c)

	colorAccent   = color.NRGBA{0xd2, 0xa5, 0x5e, 0xff}
	colorOnAccent = grey(0x14)
	colorBad      = color.NRGBA{0xd8, 0x6a, 0x5f, 0xff}
	colorGood     = color.NRGBA{0x8f, 0xb0, 0x7c, 0xff}

	colorDivider  = color.NRGBA{0xf2, 0xf2, 0xf2, 0xe6}
	colorPill     = color.NRGBA{0x0c, 0x0c, 0x0c, 0xb8}
	colorPillText = grey(0xe6)
)

// darkroom is the theme: dark whatever the desktop prefers, as photos are
// judged against one known grey.
type darkroom struct{ fyne.Theme }

// newTheme builds on Fyne's own for fonts and icons.
func newTheme() fyne.Theme { return darkroom{theme.DefaultTheme()} }

var darkroomColors = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          colorPanel,
	theme.ColorNameButton:              colorRaised,
	theme.ColorNameDisabledButton:      grey(0x24),
	theme.ColorNameDisabled:            grey(0x78),
	theme.ColorNameError:               colorBad,
	theme.ColorNameSuccess:             colorGood,
	theme.ColorNameWarning:             colorAccent,
	theme.ColorNameFocus:               color.NRGBA{0xff, 0xff, 0xff, 0x30},
	theme.ColorNameForeground:          colorText,
	theme.ColorNameForegroundOnPrimary: colorOnAccent,
	theme.ColorNameHeaderBackground:    colorBar,
	theme.ColorNameHover:               color.NRGBA{0xff, 0xff, 0xff, 0x18},
	theme.ColorNameHyperlink:           colorAccent,
	theme.ColorNameInputBackground:     grey(0x28),
	theme.ColorNameInputBorder:         grey(0x34),
	theme.ColorNameMenuBackground:      grey(0x26),
	theme.ColorNameOverlayBackground:   grey(0x24),
	theme.ColorNamePlaceHolder:         colorQuiet,
	theme.ColorNamePressed:             color.NRGBA{0xff, 0xff, 0xff, 0x28},
	theme.ColorNamePrimary:             colorAccent,
	theme.ColorNameScrollBar:           grey(0x58),
	theme.ColorNameScrollBarBackground: color.Transparent,
	theme.ColorNameSelection:           grey(0x48),
	theme.ColorNameSeparator:           colorEdge,
	theme.ColorNameShadow:              color.NRGBA{0, 0, 0, 0x80},
}

// Color returns this theme's colours, and Fyne's dark ones for the rest.
func (t darkroom) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := darkroomColors[n]; ok {
		return c
	}
	return t.Theme.Color(n, theme.VariantDark)
}

// Size makes text and gaps a little tighter than Fyne's, as panels need.
func (t darkroom) Size(n fyne.ThemeSizeName) float32 {
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
	}
	return t.Theme.Size(n)
}
