package ui

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/browse"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// This file is the menu Help.

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

// onHelp lists the keys.
func (w *Window) onHelp() {
	room := w.win.Canvas().Size().Width - dialogSides
	keys := keysGrid(13)
	for size := float32(12.5); size >= 9 && keys.MinSize().Width > room; size -= 0.5 {
		keys = keysGrid(size)
	}
	w.tell(lang.L("Keys"), w.scrolling(keys, keys.MinSize().Width, keys.MinSize().Height))
}

// keysGrid lists the keys in letters of a size.
func keysGrid(size float32) fyne.CanvasObject {
	grid := container.New(layout.NewFormLayout())
	for _, k := range keysText() {
		grid.Add(widgets.NewText(k[0], size, style.Text, true))
		grid.Add(widgets.NewText(k[1], size, style.Quiet, false))
	}
	return container.New(layout.NewCustomPaddedLayout(4, 10, 6, 14), grid) // beside the bar
}

// onWelcome explains the program on one screen.
func (w *Window) onWelcome() {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(0), newSteps()...)
	w.tell(lang.L("How it works"), container.New(layout.NewCustomPaddedLayout(4, 10, 6, 6), container.NewStack(widgets.Spacer(480, 0), rows)))
}

// onLog opens the folder of the log, which can be sent with a report.
func (w *Window) onLog() {
	if w.setup.LogFile == "" {
		w.toast.Show(lang.L("There is no log file."), "", nil)
		return
	}
	w.toast.Show(w.setup.LogFile+"\n"+lang.L("It names the photos that were opened: look it through before you send it."), lang.L("Copy"), func() { w.copy(w.setup.LogFile) })
	browse.OpenFolder(w.app, filepath.Dir(w.setup.LogFile))
}

// report is an error, nil for none, with what a maker of this program needs to know.
func (w *Window) report(err error) string {
	versions := strings.Join(w.versions(), "\n")
	if err == nil {
		return versions
	}
	return fmt.Sprintf("%v\n\n%s", err, versions)
}

// versions lists what the program is made of and runs on.
func (w *Window) versions() []string {
	lines := []string{"Afterrain " + w.setup.Version, runtime.GOOS + " " + runtime.GOARCH + ", " + runtime.Version()}
	if w.setup.Runtime != "" {
		lines = append(lines, "ONNX Runtime "+w.setup.Runtime)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "fyne.io/fyne/v2" {
				lines = append(lines, "Fyne "+m.Version)
			}
		}
	}
	return append(lines, w.deviceLine())
}

// onAbout shows versions, the device, and where the weights come from.
func (w *Window) onAbout() {
	lines := append(w.versions(), "")
	if m := w.setup.Model; m != "" {
		lines = append(lines, lang.L("Weights: {{.Name}}", with{"Name": m}))
	}
	lines = append(lines, w.setup.Card...)
	what := paragraph(lang.L("Takes noise, rain and haze off photos with DyNet. The preview runs DyNet-S, the export DyNet-L: one network at two depths. Everything stays on this computer."))
	facts := widget.NewLabel(strings.Join(lines, "\n"))
	facts.Wrapping, facts.SizeName = fyne.TextWrapWord, theme.SizeNameCaptionText
	w.tell("Afterrain", container.NewVBox(widgets.Wide(460, what), widgets.Wide(460, facts)),
		w.dialogButton(lang.L("Copy"), widgets.Raised, func() { w.copy(strings.Join(lines, "\n")) }))
}
