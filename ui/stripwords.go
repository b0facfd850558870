package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2/lang"

	"afterrain/engine/photo"
	"afterrain/ui/style"
)

// This file says how the photos of the strip stand, and which are not on it.

// stateWords says how an item fares, and the colour of its dot.
func stateWords(it *item, paused bool) (string, color.Color) {
	switch it.state {
	case waiting:
		return lang.L("Waiting"), style.Quiet
	case running:
		if paused {
			return lang.L("Paused · {{.Percent}} %", with{"Percent": shareWords(it.progress)}), style.Quiet
		}
		return lang.L("Exporting {{.Percent}} %", with{"Percent": shareWords(it.progress)}), style.Accent
	case done, skipped:
		return exportedWords(it)
	case failed:
		return explain(it.err).brief, style.Bad
	case cancelled:
		return lang.L("Cancelled"), style.Faint
	}
	return lang.L("Not exported"), style.Faint
}

// exportedWords are stateWords for an exported photo.
func exportedWords(it *item) (string, color.Color) {
	switch {
	case it.changed():
		return lang.L("Changed since"), style.Accent
	case it.state == skipped:
		return lang.L("Unchanged"), style.Good
	}
	return lang.L("Exported"), style.Good
}

// nothingNewWords answers a drop that brought no photo, though it had files.
func nothingNewWords(files, undeveloped int) string {
	switch {
	case undeveloped > 0:
		return undevelopedWords()
	case files == 0:
		return lang.L("There is no photo to restore in this folder. What Afterrain has written is left out.")
	}
	return lang.L("Already on the strip.")
}

// leftRawsWords tell of camera raw files of a folder that are not on the strip; "" if there are none.
func leftRawsWords(raws photo.LeftRaws) string {
	switch {
	case raws.Undeveloped > 0:
		return undevelopedWords()
	case raws.Beside > 0:
		return lang.L("Camera raw files beside a photo of the same name are left out: {{.N}}. To have them, drop the files themselves.", with{"N": raws.Beside})
	}
	return ""
}

// undevelopedWords tell why camera raw files of a folder are not on the strip.
func undevelopedWords() string { return explain(photo.ErrDeveloper).what }

// hoverWords tell the status bar about a photo on the strip.
func hoverWords(it *item) string {
	words := it.path
	switch it.state {
	case failed:
		return failureWords(it)
	case done, skipped:
		words += " → " + it.output
	}
	if it.own() {
		return lang.L("Settings of its own") + " · " + words
	}
	return words
}

// countWords sum up the strip.
func countWords(items []*item, chosen int) string {
	var ok, changed, bad int
	for _, it := range items {
		switch {
		case it.changed():
			changed++
			fallthrough
		case it.exported():
			ok++
		case it.state == failed:
			bad++
		}
	}
	if len(items) == 0 {
		return lang.L("Ready")
	}
	parts := []string{photos(len(items))}
	if chosen > 1 {
		parts = append(parts, lang.L("{{.N}} chosen", with{"N": chosen}))
	}
	if ok > 0 {
		parts = append(parts, lang.L("{{.N}} exported", with{"N": ok}))
	}
	if changed > 0 {
		parts = append(parts, lang.L("{{.N}} changed since", with{"N": changed}))
	}
	if bad > 0 {
		parts = append(parts, lang.L("{{.N}} failed", with{"N": bad}))
	}
	return strings.Join(parts, " · ")
}
