package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/render"
	"afterrain/ui/widgets"
)

// This file says how things stand: on the status bar, on the badge, on the panel.

// shareWords is a share in whole percent.
func shareWords(share float64) string { return fmt.Sprintf("%.0f", 100*share) }

// badgeText says what the restored pixels in view are.
func badgeText(ph phase, share float64, level int, d engine.Device, depth engine.Variant) string {
	is := with{"Depth": depthName(depth), "Device": deviceName(d), "Scale": fmt.Sprint("1:", 1<<level), "Percent": shareWords(min(share, 0.99))}
	switch ph {
	case pausing:
		return lang.L("Preview waits for the export · P pauses it")
	case starting:
		return lang.L("S preview · {{.Device}} · {{.Scale}} · starting", is)
	case previewing:
		if share == 1 {
			return lang.L("S preview · {{.Device}} · {{.Scale}} · being refined", is)
		}
		return lang.L("S preview · {{.Device}} · {{.Scale}} · {{.Percent}} % done", is)
	case previewed:
		return lang.L("S preview · {{.Device}} · {{.Scale}}", is)
	case exported:
		return lang.L("{{.Depth}} export · {{.Device}} · 1:1", is)
	case broken:
		return lang.L("No preview")
	}
	return ""
}

// percent is the scale of a pyramid level: 100, 50, 25, 12.5 ...
func percent(level int) string {
	return fmt.Sprintf("%.4g", 100/float64(int(1)<<level))
}

// depthName is S, M or L.
func depthName(v engine.Variant) string { return strings.ToUpper(string(v)) }

func deviceName(d engine.Device) string {
	if d.Name == "" {
		return lang.L("no device")
	}
	return d.Label()
}

// deviceWords tells the status bar what runs the network, and why not the
// device that was asked for.
func deviceWords(d engine.Device) string {
	text := lang.L("DyNet on {{.Device}}", with{"Device": deviceName(d)})
	if why := reasonWords(d.Why); why != "" {
		return text + " · " + why
	}
	return text
}

// reasonWords say why the network does not run as was asked for; "" if it does.
// What the system says of a failure comes in its own language.
func reasonWords(why engine.Reason) string {
	is := with{"Device": deviceName(engine.Device{Name: why.Device}), "Reason": why.Detail}
	switch why.Cause {
	case engine.Unusable:
		return lang.L("{{.Device}} cannot be used: {{.Reason}}.", is)
	case engine.Smaller:
		return lang.L("with smaller tiles, as larger ones failed: {{.Reason}}.", is)
	case engine.Rescued:
		return lang.L("Some tiles ran on the CPU, as {{.Device}} returned values that are not numbers.", is)
	}
	return ""
}

// howWords tell how and where an export will be saved: JPEG 95 · beside each photo.
func howWords(s Settings, own photo.Format) string {
	is := s.Format
	if own != "" {
		is = own.As(s.Format)
	}
	what := strings.ToUpper(string(is))
	switch {
	case is == "":
		what = lang.L("Same as the photo")
	case is == photo.JPEG:
		what = fmt.Sprintf("JPEG %d", s.Quality)
	case s.Bits > 0 && is != photo.DNG:
		what += " " + lang.L("{{.N}} bit", with{"N": s.Bits})
	}
	_, where := folderChoices(s.Folder)
	return what + " · " + where
}

// photos counts photos.
func photos(n int) string {
	if n == 1 {
		return lang.L("1 photo")
	}
	return lang.L("{{.N}} photos", with{"N": n})
}

// exportWords tells the status bar about the queue: the photo under way, how
// many follow, and how long it all takes. it is nil between two photos.
func exportWords(it *item, rest int, o outlook, paused bool) string {
	var parts []string
	switch {
	case paused:
		parts = append(parts, lang.L("Paused"))
		if it != nil {
			parts = append(parts, widgets.Shorten(it.name(), 32)+" "+shareWords(it.progress)+" %")
		}
	case it != nil:
		parts = append(parts, lang.L("Exporting {{.Name}} with DyNet-{{.Depth}}", with{"Name": widgets.Shorten(it.name(), 32), "Depth": depthName(it.depth)}), shareWords(it.progress)+" %")
	}
	if rest > 0 {
		parts = append(parts, lang.L("{{.N}} more", with{"N": rest}))
	}
	if o.left > 0 && !paused {
		parts = append(parts, leftWords(o.left))
	}
	return strings.Join(parts, " · ")
}

// leftWords rounds a remaining time the way people say it.
func leftWords(d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 10:
		return lang.L("a few seconds left")
	case s < 90:
		return lang.L("about {{.N}} s left", with{"N": 5 * (int(s/5) + 1)})
	case s < 90*60:
		return lang.L("about {{.N}} min left", with{"N": fmt.Sprintf("%.0f", s/60)})
	default:
		return lang.L("about {{.N}} h left", with{"N": fmt.Sprintf("%.1f", s/3600)})
	}
}

// sizeWords describes a photo: 6000 × 4000 · 24.0 MP · 16 bit TIFF.
func sizeWords(p *photo.Photo) string {
	mp := float64(p.Width) * float64(p.Height) / 1e6
	return lang.L("{{.W}} × {{.H}} · {{.MP}} MP · {{.Bits}} bit {{.Format}}",
		with{"W": p.Width, "H": p.Height, "MP": fmt.Sprintf("%.1f", mp), "Bits": p.Bits, "Format": strings.ToUpper(string(p.Format))})
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
func zoomWords(v render.Viewport) string {
	if v.Empty() {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*v.Zoom)
}
