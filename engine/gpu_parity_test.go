package engine

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"afterrain/engine/photo"
)

// TestThisDeviceAgrees tells how far the device named by AFTERRAIN_TEST_DEVICE is from the
// CPU on crops of the samples in AFTERRAIN_TEST_SAMPLES, with the model's own precision
// and with AFTERRAIN_TEST_FP32, a model without graphs in float16.
func TestThisDeviceAgrees(t *testing.T) {
	device, samples := os.Getenv("AFTERRAIN_TEST_DEVICE"), os.Getenv("AFTERRAIN_TEST_SAMPLES")
	if device == "" || samples == "" {
		t.Skip("set AFTERRAIN_TEST_DEVICE and AFTERRAIN_TEST_SAMPLES to compare a device")
	}
	files, _ := filepath.Glob(filepath.Join(samples, "*.jpg"))
	configs := map[string]Config{"cpu": {Device: "cpu"}, "own": {Device: device}, "fp32": {Device: device, ModelDir: os.Getenv("AFTERRAIN_TEST_FP32")}}
	engines := map[string]*Engine{}
	for name, c := range configs {
		e, err := Open(c)
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		engines[name] = e
	}
	// The grids of 416 pixels are the same on all devices, those of 512 are not.
	for _, size := range []int{416, 512} {
		for _, v := range []Variant{Small, Large} {
			for _, file := range files {
				p, err := photo.Open(file)
				if err != nil {
					t.Fatal(err)
				}
				p = middle(p, size)
				pix, label := map[string][]float32{}, map[string]string{}
				for name, e := range engines {
					got, err := e.Restore(context.Background(), p, Settings{Variant: v}, nil)
					if err != nil {
						t.Fatal(err)
					}
					pix[name], label[name] = got.Pix, e.Device().Label()
				}
				for _, pair := range [][2]string{{"own", "cpu"}, {"fp32", "cpu"}, {"own", "fp32"}} {
					mean, most, psnr := apart(pix[pair[0]], pix[pair[1]])
					t.Logf("%s %d %s: %s to %s: mean %.4f, most %.3f levels of 255, %.1f dB", filepath.Base(file), size, v,
						label[pair[0]], label[pair[1]], mean, most, psnr)
				}
			}
		}
	}
}

func middle(p *photo.Photo, size int) *photo.Photo {
	c := &photo.Photo{Width: size, Height: size, Bits: 8}
	for plane := range 3 {
		for y := range size {
			at := (plane*p.Height+(p.Height-size)/2+y)*p.Width + (p.Width-size)/2
			c.Pix = append(c.Pix, p.Pix[at:at+size]...)
		}
	}
	return c
}

func apart(a, b []float32) (mean, most, psnr float64) {
	var squares float64
	for i := range a {
		d := math.Abs(float64(a[i] - b[i]))
		mean += d
		squares += d * d
		most = max(most, d)
	}
	n := float64(len(a))
	return 255 * mean / n, 255 * most, -10 * math.Log10(max(squares/n, 1e-12))
}
