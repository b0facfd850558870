package ui

import (
	"cmp"
	"slices"

	"afterrain/engine/photo"
	"afterrain/ui/compare"
	"afterrain/ui/saved"
	"afterrain/ui/style"
)

// Settings is what the window remembers from one day to the next.
type Settings struct {
	Width, Height float32 // of the window, Fyne's units
	Look          Look    // of photos that are added
	Mode          compare.Mode
	Folder        string           // to export to; "" = beside each photo
	Format        photo.Format     // to export as; "" = as the source
	Quality       int              // JPEG, 50 to 100
	Bits          int              // PNG and TIFF, 8 or 16; 0 = as the source
	Naming        string           // template of exported names
	Last          string           // folder that photos were last opened from
	Appearance    style.Appearance // of the window
	Scale         int              // of text and controls, %
	Welcomed      bool             // the first photo has been opened
	Pace          pace             // of exports lately
}

// Keys of the preferences, written nowhere else.
const (
	keyWidth      = "window.width"
	keyHeight     = "window.height"
	keyLook       = "look"
	keyMode       = "view.mode"
	keyFolder     = "export.folder"
	keyFormat     = "export.format"
	keyQuality    = "export.quality"
	keyBits       = "export.bits"
	keyNaming     = "export.naming"
	keyLast       = "open.folder"
	keyRecent     = "open.recent"
	keyAppearance = "window.appearance"
	keyScale      = "window.scale"
	keyWelcomed   = "welcomed"
	keyPace       = "export.pace"
)

// loadSettings reads the preferences; what is missing or makes no sense falls
// back to its default.
func loadSettings(p *saved.Preferences) Settings {
	s := Settings{
		Width:      float32(p.FloatWithFallback(keyWidth, 1360)),
		Height:     float32(p.FloatWithFallback(keyHeight, 860)),
		Look:       readLook(p.String(keyLook)),
		Mode:       compare.Mode(within(p.IntWithFallback(keyMode, int(compare.Split)), int(compare.Split), int(compare.Single), int(compare.Split))),
		Folder:     p.String(keyFolder),
		Format:     photo.Format(p.String(keyFormat)),
		Quality:    within(p.IntWithFallback(keyQuality, 95), 50, 100, 95),
		Bits:       p.Int(keyBits),
		Naming:     cmp.Or(p.String(keyNaming), defaultNaming),
		Last:       p.String(keyLast),
		Appearance: style.Appearance(within(p.Int(keyAppearance), int(style.Dark), int(style.AsDesktop), int(style.Dark))),
		Scale:      within(p.IntWithFallback(keyScale, 100), 80, 200, 100),
		Welcomed:   p.Bool(keyWelcomed),
	}
	if !sensible(s.Width, s.Height) {
		s.Width, s.Height = 1360, 860
	}
	if !slices.Contains(formats, s.Format) {
		s.Format = ""
	}
	if s.Bits != 8 && s.Bits != 16 {
		s.Bits = 0
	}
	if unknownField(s.Naming) != "" {
		s.Naming = defaultNaming
	}
	copy(s.Pace[:], p.FloatList(keyPace))
	s.Pace = s.Pace.sane()
	return s
}

// sensible tells whether a window may have this size, Fyne's units.
func sensible(width, height float32) bool {
	return width >= 640 && height >= 400 && width <= 10000 && height <= 10000
}

func (s Settings) save(p *saved.Preferences) {
	p.SetFloat(keyWidth, float64(s.Width))
	p.SetFloat(keyHeight, float64(s.Height))
	p.SetString(keyLook, s.Look.String())
	p.SetInt(keyMode, int(s.Mode))
	p.SetString(keyFolder, s.Folder)
	p.SetString(keyFormat, string(s.Format))
	p.SetInt(keyQuality, s.Quality)
	p.SetInt(keyBits, s.Bits)
	p.SetString(keyNaming, s.Naming)
	p.SetString(keyLast, s.Last)
	p.SetInt(keyAppearance, int(s.Appearance))
	p.SetInt(keyScale, s.Scale)
	p.SetBool(keyWelcomed, s.Welcomed)
	p.SetFloatList(keyPace, s.Pace[:])
}

// order is the export that the settings ask for.
func (s Settings) order() order {
	return order{
		folder: s.Folder,
		naming: s.Naming,
		save:   photo.SaveOptions{Format: s.Format, Quality: s.Quality, Bits: s.Bits},
	}
}

func within(v, low, high, otherwise int) int {
	if v < low || v > high {
		return otherwise
	}
	return v
}
