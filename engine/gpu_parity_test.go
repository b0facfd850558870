package engine

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"afterrain/engine/photo"
)

// TestThisDeviceAgrees compares the device named by AFTERRAIN_TEST_DEVICE with the CPU on
// crops of the samples in AFTERRAIN_TEST_SAMPLES, with the model's own precision and with
// AFTERRAIN_TEST_FP32, a model without graphs in float16. All have tiles of the model's
// size, which on crops of 416 pixels stand at the same places on every device.
func TestThisDeviceAgrees(t *testing.T) {
	device, samples := os.Getenv("AFTERRAIN_TEST_DEVICE"), os.Getenv("AFTERRAIN_TEST_SAMPLES")
	if device == "" || samples == "" {
		t.Skip("set AFTERRAIN_TEST_DEVICE and AFTERRAIN_TEST_SAMPLES to compare a device")
	}
	files, _ := filepath.Glob(filepath.Join(samples, "*.jpg"))
	if len(files) == 0 {
		t.Fatalf("no samples in %s", samples)
	}
	own := []*Engine{onDevice(t, Config{Device: device}), onDevice(t, Config{Device: device, ModelDir: os.Getenv("AFTERRAIN_TEST_FP32")})}
	cpu := onDevice(t, Config{Device: "cpu"})
	for _, v := range []Variant{Small, Large} {
		for _, file := range files {
			p := middle(t, file, 416)
			want := restoredBy(t, cpu, p, v)
			for _, e := range own {
				got := restoredBy(t, e, p, v)
				d := got.DistanceTo(want)
				t.Logf("%s %s: %s to the CPU: mean %.4f, most %.3f levels of 255, %.1f dB", filepath.Base(file), v, e.Device().Label(), 255*d.Mean, 255*d.Max, d.PSNR())
				if err := near(got.Pix, want.Pix, e.Device().Half); err != nil {
					t.Errorf("%s %s, %s: %v", filepath.Base(file), v, e.Device().Label(), err)
				}
			}
		}
	}
}

// onDevice opens an engine with tiles of the model's size.
func onDevice(t *testing.T, c Config) *Engine {
	t.Helper()
	e, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	e.tile = e.model.Tile
	return e
}

func restoredBy(t *testing.T, e *Engine, p *photo.Photo, v Variant) *photo.Photo {
	t.Helper()
	q, err := e.Restore(context.Background(), p, Settings{Variant: v}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// middle is the square of so many pixels in the middle of a file.
func middle(t *testing.T, file string, size int) *photo.Photo {
	t.Helper()
	p, err := photo.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	c := &photo.Photo{Width: size, Height: size, Bits: 8}
	for plane := range 3 {
		for y := range size {
			at := (plane*p.Height+(p.Height-size)/2+y)*p.Width + (p.Width-size)/2
			c.Pix = append(c.Pix, p.Pix[at:at+size]...)
		}
	}
	return c
}
