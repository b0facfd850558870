// Package assets holds the embedded icons and translations.
package assets

import (
	"embed"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

//go:embed icons/icon-256.png
var icon []byte

//go:embed icons/split.svg
var split []byte

//go:embed icons/sides.svg
var sides []byte

//go:embed icons/single.svg
var single []byte

//go:embed icons/brush.svg
var brush []byte

//go:embed icons/sliders.svg
var sliders []byte

//go:embed icons/handle.svg
var handle []byte

// Translations are the window's words in other languages than English, a file
// each, by the English words.
//
//go:embed translations/*.json
var Translations embed.FS

// The program's icon, the handle of the divider and the mark of photos with settings of their own, which both lie over a photo,
// and those of the ways to compare and of the brush in the colour of text.
var (
	IconApp    fyne.Resource = fyne.NewStaticResource("icon.png", icon)
	IconHandle fyne.Resource = fyne.NewStaticResource("handle.svg", handle)
	IconOwn    fyne.Resource = fyne.NewStaticResource("sliders.svg", sliders)
	IconSplit  fyne.Resource = theme.NewThemedResource(fyne.NewStaticResource("split.svg", split))
	IconSides  fyne.Resource = theme.NewThemedResource(fyne.NewStaticResource("sides.svg", sides))
	IconBrush  fyne.Resource = theme.NewThemedResource(fyne.NewStaticResource("brush.svg", brush))
	IconSingle fyne.Resource = theme.NewThemedResource(fyne.NewStaticResource("single.svg", single))
)
