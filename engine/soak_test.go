package engine

import (
	"context"
	"flag"
	"image"
	"runtime"
	"runtime/debug"
	"testing"

	"afterrain/engine/machine"
	"afterrain/engine/photo"
)

// For longer runs:
//
//	go test ./engine -run 'Soak|Peak' -soak 300 -soak-model ../../models/release/afterrain -megapixels 100 -v -timeout 0
var (
	soak       = flag.Int("soak", 24, "photos that TestSoak restores")
	soakModel  = flag.String("soak-model", "dial", "its model, a folder below testdata")
	megapixels = flag.Int("megapixels", 4, "size of the photo of TestPeakOfALargePhoto")
)

// resident is what stays in memory once the garbage is gone, in bytes.
func resident(t *testing.T) int {
	t.Helper()
	debug.FreeOSMemory()
	n := machine.Resident()
	if n == 0 {
		t.Skip("this system does not tell a process's memory")
	}
	return int(n)
}

// A folder of photos takes no more memory at its end than near its beginning.
func TestSoak(t *testing.T) {
	e := open(t, *soakModel, Config{Device: "cpu"})
	var early int
	for i := range *soak {
		p := noise(150+i%7*31, 90+i%5*17)
		if _, err := e.Restore(context.Background(), p, Settings{Variant: []Variant{Small, Large, Middle}[i%3]}, nil); err != nil {
			t.Fatal(err)
		}
		if err := e.RestoreRegion(context.Background(), p, image.Rect(10, 10, 60, 60), Settings{Variant: Small}, func(Patch) {}); err != nil {
			t.Fatal(err)
		}
		if i == *soak/3 {
			early = resident(t)
		}
	}
	late := resident(t)
	t.Logf("%d photos: %.1f MB after a third, %.1f MB at the end", *soak, float64(early)/1e6, float64(late)/1e6)
	if grown := late - early; grown > 8*machine.MiB {
		t.Errorf("%d bytes more after %d photos", grown, *soak)
	}
}

// A restoration takes its result, 12 bytes a pixel, and next to nothing beside it.
func TestPeakOfALargePhoto(t *testing.T) {
	if watched || !machine.ResetPeak() {
		t.Skip("the peak of this part of the run is not known")
	}
	e := open(t, "model", Config{Device: "cpu"})
	w, h := 1000*(*megapixels), 1000
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 8}
	for i := range p.Pix {
		p.Pix[i] = float32(i%251) / 250
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // as both programs do
	before := resident(t)
	machine.ResetPeak()
	if _, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil); err != nil {
		t.Fatal(err)
	}
	grown := int(machine.Peak()) - before
	runtime.KeepAlive(p)
	result := 12 * w * h
	t.Logf("%d MP: %.0f MB above the photo's %.0f MB", *megapixels, float64(grown)/1e6, float64(12*w*h)/1e6)
	if grown > result+result/8+48*machine.MiB {
		t.Errorf("%d bytes for a result of %d", grown, result)
	}
}
