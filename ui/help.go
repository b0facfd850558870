package ui

import "fyne.io/fyne/v2/lang"

// keysText lists the keys, one a line: key, tab, what it does.
func keysText() [][2]string {
	return [][2]string{
		{lang.L("Space, B"), lang.L("held: the photo as it was")},
		{"S  D  A", lang.L("split, side by side, after")},
		{"F  0", lang.L("the whole photo")},
		{"1  2", lang.L("one or two screen pixels a photo pixel")},
		{"+  −", lang.L("zoom, as the wheel does")},
		{",  .", lang.L("the divider to the left and to the right")},
		{"L", lang.L("the loupe")},
		{"K", lang.L("the brush: what it paints stays as it was; Shift or the right button takes that away")},
		{"Shift + ← ↑ ↓ →", lang.L("moves the view")},
		{"[  ]", lang.L("less and more strength; with the brush its size")},
		{"{  }", lang.L("less and more strength of the colour alone")},
		{"G  H", lang.L("more and less grain")},
		{"E  T  R", lang.L("next emphasis, next depth, reset")},
		{"Alt+1 … 9", lang.L("the presets")},
		{"Ctrl+K  Ctrl+Shift+C", lang.L("keep these settings as a preset, copy them to other photos")},
		{"←  →", lang.L("the photo before and after on the strip")},
		{lang.L("Home  End"), lang.L("the first and the last photo on the strip")},
		{lang.L("Page ↑  Page ↓"), lang.L("a screenful of photos back and on")},
		{"X", lang.L("the next photo that failed")},
		{"Ctrl, Shift", lang.L("held while clicking on the strip: choose several photos")},
		{"Ctrl+←  Ctrl+→", lang.L("choose the photo before or after too, or one less")},
		{"Ctrl+A", lang.L("choose all photos")},
		{"Alt+←  Alt+→", lang.L("move the photo along the strip, which is the order of the export")},
		{lang.L("Del"), lang.L("takes the chosen photos off the strip; the files stay")},
		{"Ctrl+E", lang.L("exports the chosen photos")},
		{"Ctrl+Z  Ctrl+Y, Ctrl+Shift+Z", lang.L("undo and redo")},
		{"P", lang.L("pauses the export and lets it go on")},
		{"Tab", lang.L("the controls one after another, for arrows and Enter; Esc goes back to the photo")},
		{"Alt", lang.L("the menu, for arrows and Enter")},
		{"Esc", lang.L("puts the brush away, or cancels the export")},
	}
}

// steps tell on one screen what the program is about.
func steps() []string {
	return []string{
		lang.L("Drop photos or whole folders here. Noise, rain and haze come off by themselves."),
		lang.L("Compare: drag the divider, turn the wheel to zoom, hold Space to see the photo as it was."),
		lang.L("Export writes new files beside your photos or into a folder. Originals are never changed."),
		lang.L("The preview runs DyNet-S, the export DyNet-L: one network at two depths. Everything stays on this computer."),
	}
}
