package ui

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// This file holds all sentences for people. They say what happened and then
// what to do, name no code, and shout at nobody.

// words explain an error: in two or three words for the strip, in a sentence,
// and what to do about it.
type words struct{ brief, what, todo string }

// explain puts an error into words.
func explain(err error) words {
	saving := errors.Is(err, errSaving)
	switch {
	case errors.Is(err, context.Canceled):
		return words{"Cancelled", "The export was cancelled.", "Nothing was written."}
	case errors.Is(err, engine.ErrModel):
		return words{"No network", "The DyNet network cannot be used: its files are missing or damaged.",
			"Install Afterrain again, or put its model folder back beside the program. Photos can be looked at meanwhile."}
	case errors.Is(err, engine.ErrRuntime):
		return words{"No ONNX Runtime", "ONNX Runtime, which runs the network, did not load.",
			"Install Afterrain again, or name the library's file in ONNXRUNTIME_LIB. Photos can be looked at meanwhile."}
	case errors.Is(err, syscall.ENOSPC):
		return words{"Disk full", "The disk is full.", "Free some space or choose another folder, then export again. No half file was left."}
	case saving && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)):
		return words{"Folder is read-only", "Afterrain may not write into this folder.", "Choose another folder under Export."}
	case saving && errors.Is(err, fs.ErrExist):
		return words{"Name is taken", "A file of that name is already there, and nothing is ever overwritten.", "Export under another name."}
	case saving && errors.Is(err, fs.ErrNotExist):
		return words{"Folder is gone", "The folder to export to does not exist any more.", "Choose another folder under Export."}
	case saving:
		return words{"Not saved", "The restored photo could not be saved.", "Choose another folder or format under Export. The details say more."}
	case errors.Is(err, fs.ErrNotExist):
		return words{"File is gone", "This file is not there any more.", "It may have been moved or its card removed. Drop it again."}
	case errors.Is(err, fs.ErrPermission):
		return words{"Not readable", "Afterrain may not read this file.", "Change its permissions or copy it elsewhere, then drop the copy."}
	case errors.Is(err, photo.ErrTooLarge):
		return words{"Too large", "This photo has more pixels than Afterrain can hold.", "Make it smaller, or cut it into parts, and drop those."}
	case errors.Is(err, photo.ErrDamaged):
		return words{"File is damaged", "This photo is damaged or cut short.", "Copy it again from the card or a backup."}
	case errors.Is(err, photo.ErrFormat):
		return words{"Not a photo", "This file is not a photo that Afterrain can read.", "Try a JPEG, PNG or TIFF file."}
	}
	return words{"Failed", "This did not work.", "The details say more; please send them to us if it happens again."}
}

// stateWords says how an item fares, and the colour of its dot.
func stateWords(it *item) (string, color.Color) {
	switch it.state {
	case waiting:
		return "Waiting", colorQuiet
	case running:
		return fmt.Sprintf("Exporting %.0f %%", 100*it.progress), colorAccent
	case done:
		return "Exported", colorGood
	case failed:
		return explain(it.err).brief, colorBad
	case cancelled:
		return "Cancelled", colorFaint
	}
	return "Not exported", colorFaint
}

// badgeText says what the restored pixels in view are.
func badgeText(ph phase, share float64, level int, d engine.Device, depth engine.Variant) string {
	at := fmt.Sprintf("S preview · %s · %s %%", deviceName(d), percent(level))
	switch ph {
	case pausing:
		return "Preview waits for the export"
	case starting:
		return at + " · starting"
	case previewing:
		return fmt.Sprintf("%s · %.0f %% done", at, 100*share)
	case previewed:
		return at
	case exported:
		return strings.ToUpper(string(depth)) + " export · " + deviceName(d) + " · 100 %"
	case broken:
		return "No preview"
	}
	return ""
}

// percent is the scale of a pyramid level: 100, 50, 25, 12.5 ...
func percent(level int) string {
	return fmt.Sprintf("%.4g", 100/float64(int(1)<<level))
}

func deviceName(d engine.Device) string {
	switch d.Name {
	case "cuda":
		return "CUDA"
	case "directml":
		return "DirectML"
	case "":
		return "no device"
	}
	return strings.ToUpper(d.Name)
}

// deviceWords tells the status bar what runs the network, and why not the
// device that was asked for.
func deviceWords(d engine.Device) string {
	if d.Note != "" {
		return "DyNet on " + deviceName(d) + " · " + d.Note
	}
	return "DyNet on " + deviceName(d)
}

// sumWords tells how a queue ended, counting files that are there.
func sumWords(s summary) string {
	var parts []string
	if s.done > 0 {
		parts = append(parts, photos(s.done)+" exported")
	}
	if s.failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", s.failed))
	}
	if s.cancelled > 0 {
		parts = append(parts, fmt.Sprintf("%d cancelled", s.cancelled))
	}
	text := strings.Join(parts, ", ")
	switch {
	case s.done == 1 && s.failed+s.cancelled == 0:
		return "Exported " + filepath.Base(s.last.output)
	case s.failed == 1 && s.done+s.cancelled == 0:
		return failureWords(s.bad)
	case s.failed > 0:
		return text + ". The last one, " + failureWords(s.bad)
	}
	return text + "."
}

// failureWords say which photo failed, why, and what to do.
func failureWords(it *item) string {
	w := explain(it.err)
	return shorten(it.name(), 40) + ": " + w.what + " " + w.todo
}

// nothingNewWords answers a drop that brought no photo, though it had files.
func nothingNewWords(files int) string {
	if files == 0 {
		return "There is no JPEG, PNG or TIFF in this folder."
	}
	return "Already on the strip."
}

// hoverWords tell the status bar about a photo on the strip.
func hoverWords(it *item) string {
	switch it.state {
	case failed:
		return failureWords(it)
	case done:
		return it.path + " → " + it.output
	}
	return it.path
}

// countWords sum up the strip.
func countWords(items []*item) string {
	var ok, bad int
	for _, it := range items {
		switch it.state {
		case done:
			ok++
		case failed:
			bad++
		}
	}
	switch {
	case len(items) == 0:
		return "Ready"
	case ok+bad == 0:
		return photos(len(items))
	case bad == 0:
		return fmt.Sprintf("%s · %d exported", photos(len(items)), ok)
	}
	return fmt.Sprintf("%s · %d exported · %d failed", photos(len(items)), ok, bad)
}

// photos counts photos.
func photos(n int) string {
	if n == 1 {
		return "1 photo"
	}
	return fmt.Sprintf("%d photos", n)
}

// exportWords tells the status bar about the photo being exported.
func exportWords(it *item, rest int, left time.Duration) string {
	text := fmt.Sprintf("Exporting %s with DyNet-%s · %.0f %%", shorten(it.name(), 32), strings.ToUpper(string(it.look.Depth)), 100*it.progress)
	if left > 0 {
		text += " · " + leftWords(left)
	}
	if rest > 0 {
		text += fmt.Sprintf(" · %d more", rest)
	}
	return text
}

// leftWords rounds a remaining time the way people say it.
func leftWords(d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 10:
		return "a few seconds left"
	case s < 90:
		return fmt.Sprintf("about %.0f s left", 5*float64(int(s/5)+1))
	default:
		return fmt.Sprintf("about %.0f min left", s/60)
	}
}

// sizeWords describes a photo: 6000 × 4000 · 24.0 MP · 16 bit TIFF.
func sizeWords(p *photo.Photo) string {
	mp := float64(p.Width) * float64(p.Height) / 1e6
	return fmt.Sprintf("%d × %d · %.1f MP · %d bit %s", p.Width, p.Height, mp, p.Bits, strings.ToUpper(string(p.Format)))
}

// cameraWords lists what the camera wrote, what it did not write left out.
func cameraWords(i photo.Info) (camera, exposure string) {
	join := func(parts ...string) string {
		var out []string
		for _, p := range parts {
			if p != "" {
				out = append(out, p)
			}
		}
		return strings.Join(out, " · ")
	}
	iso := i.ISO
	if iso != "" && !strings.HasPrefix(iso, "ISO") {
		iso = "ISO " + iso
	}
	return join(i.Camera, i.Lens), join(i.Exposure, i.Aperture, iso, i.Taken)
}

// zoomWords is the zoom in percent of the photo's pixels.
func zoomWords(v viewport) string {
	if v.empty() {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*v.zoom)
}

const keysText = `Space or B, held   the photo as it was
S, D, A   split, side by side, after
F or 0   the whole photo
+ and −, or the wheel   zoom
, and .   the divider
1 and 2   one or two screen pixels a photo pixel
L   the loupe
Shift with the arrows   pans
[ and ]   less and more strength; { and } of the colour alone
G and H   more and less grain
E   the next emphasis, T   the next depth, R   reset
← and →   the photo before and after on the strip
Delete   takes a photo off the strip
Esc   cancels the export`

const aboutText = `Takes noise, rain and haze off photos with DyNet.
The preview runs DyNet-S, the export DyNet-L: one network at two depths.
Everything stays on this computer.`
