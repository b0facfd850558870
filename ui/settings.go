package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"afterrain/engine/photo"
)

// Settings is what the window remembers from one day to the next.
type Settings struct {
	Width, Height float32 // of the window, Fyne's units
	Look          Look    // of photos that are added
	Mode          mode
	Folder        string       // to export to; "" = beside each photo
	Format        photo.Format // to export as; "" = as the source
	Quality       int          // JPEG, 50 to 100
}

// Keys of the preferences, written nowhere else.
const (
	keyWidth   = "window.width"
	keyHeight  = "window.height"
	keyLook    = "look"
	keyMode    = "view.mode"
	keyFolder  = "export.folder"
	keyFormat  = "export.format"
	keyQuality = "export.quality"
)

// loadSettings reads the preferences; what is missing or makes no sense falls
// back to its default.
func loadSettings(p fyne.Preferences) Settings {
	s := Settings{
		Width:   float32(p.FloatWithFallback(keyWidth, 1360)),
		Height:  float32(p.FloatWithFallback(keyHeight, 860)),
		Look:    readLook(p.String(keyLook)),
		Mode:    mode(within(p.IntWithFallback(keyMode, int(split)), int(split), int(single), int(split))),
		Folder:  p.String(keyFolder),
		Format:  photo.Format(p.String(keyFormat)),
		Quality: within(p.IntWithFallback(keyQuality, 95), 50, 100, 95),
	}
	if s.Width < 640 || s.Height < 400 || s.Width > 10000 || s.Height > 10000 {
		s.Width, s.Height = 1360, 860
	}
	if !slices.Contains(formats, s.Format) {
		s.Format = ""
	}
	return s
}

func (s Settings) save(p fyne.Preferences) {
	p.SetFloat(keyWidth, float64(s.Width))
	p.SetFloat(keyHeight, float64(s.Height))
	p.SetString(keyLook, s.Look.String())
	p.SetInt(keyMode, int(s.Mode))
	p.SetString(keyFolder, s.Folder)
	p.SetString(keyFormat, string(s.Format))
	p.SetInt(keyQuality, s.Quality)
}

// order is the export that the settings ask for.
func (s Settings) order() order {
	return order{
		folder: s.Folder,
		save:   photo.SaveOptions{Format: s.Format, Quality: s.Quality},
	}
}

func within(v, low, high, otherwise int) int {
	if v < low || v > high {
		return otherwise
	}
	return v
}
