package engine

import (
	"context"
	"flag"
	"image"
	"math"
	"runtime"
	"runtime/debug"
	"testing"

	"afterrain/engine/machine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/mixing"
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

// A folder of photos, small and large, takes no more memory at its end than near its beginning.
func TestSoak(t *testing.T) {
	e := open(t, *soakModel, Config{Device: "cpu"})
	var early int
	for i := range *soak {
		p := noise(150+i%7*31, 90+i%5*17)
		if i%12 == 5 && !(watched && i > 5) { // it has a smaller one
			p = noise(1300+i%4, 700)
		}
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

// A restoration takes its result, 12 bytes a pixel, the smaller photos, 24 bytes for each of their pixels, and
// next to nothing beside them, whatever is mixed into the photo. Splitting the change takes some 120 MB.
func TestPeakOfALargePhoto(t *testing.T) {
	if watched || !machine.ResetPeak() {
		t.Skip("the peak of this part of the run is not known")
	}
	e := open(t, "model", Config{Device: "cpu"})
	p := broadPhoto(*megapixels)
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // as both programs do
	for _, c := range []struct {
		name  string
		mix   mixing.Mix
		aside int
	}{
		{"all of it", mixing.Full, 0},
		{"strength 70", mixing.Mix{Luma: 0.7, Color: 0.7, Fine: 1, Broad: 1}, 0},
		{"strength 70, grain 50", mixing.Mix{Luma: 0.7, Color: 0.7, Fine: 1, Broad: 1, Grain: 0.5}, 160 * machine.MiB},
	} {
		before := resident(t)
		machine.ResetPeak()
		restored, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
		if err == nil {
			_, err = mixing.Into(context.Background(), p, restored, c.mix)
		}
		if err != nil {
			t.Fatal(err)
		}
		grown, result := int(machine.Peak())-before, 4*len(p.Pix)
		t.Logf("%s, %d MP: %.0f MB above the photo's %.0f MB", c.name, *megapixels, float64(grown)/1e6, float64(result)/1e6)
		if grown > result+result/8+smaller(p.Width, p.Height)+48*machine.MiB+c.aside {
			t.Errorf("%s: %d bytes for a result of %d", c.name, grown, result)
		}
	}
	runtime.KeepAlive(p)
}

// smaller is the bytes of a photo's coarse ones, before and after.
func smaller(w, h int) (bytes int) {
	for times := Reduction(w, h); times > 1; times = Reduction(w, h) {
		w, h = ceil(w, times), ceil(h, times)
		bytes += 24 * w * h
	}
	return bytes
}

// broadPhoto is 3 to 2.
func broadPhoto(megapixels int) *photo.Photo {
	w := int(math.Sqrt(1.5e6 * float64(megapixels)))
	h := megapixels * 1_000_000 / w
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 8}
	for i := range p.Pix {
		p.Pix[i] = float32(i%251) / 250
	}
	return p
}
