package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"weak"

	"github.com/gen2brain/jpegli"
)

// grain is an opaque photo of w x h random samples.
func grain(w, h int) *Photo {
	r := rand.New(rand.NewPCG(1, uint64(w*h)))
	p := &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 8}
	for i := range p.Pix {
		p.Pix[i] = r.Float32() * float32(i%w) / float32(w) // flat on the left
	}
	return p
}

// Bands are the same picture as one whole JPEG, for sizes that cut bands and
// blocks short.
func TestBandsOfAJPEG(t *testing.T) {
	for _, size := range []image.Point{{2000, 700}, {4099, 131}, {1, 1}, {7, 9}, {maxJPEG, 17}} {
		p := grain(size.X, size.Y)
		var whole, banded bytes.Buffer
		err := jpegli.Encode(&whole, p.image8(context.Background(), 0, p.Height), &jpegli.EncodingOptions{
			Quality: 95, ChromaSubsampling: image.YCbCrSubsampleRatio444, StandardQuantTables: true, DCTMethod: jpegli.DCTFloat,
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.encodeJPEG(context.Background(), &banded, 95); err != nil {
			t.Fatal(err)
		}
		if bandRows(p.Width) >= p.Height && size.X > 1000 {
			t.Errorf("%v: one band only", size)
		}
		want, err1 := jpeg.Decode(&whole)
		got, err2 := jpeg.Decode(&banded)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatalf("%v: %v", size, err)
		}
		a, b := want.(*image.YCbCr), got.(*image.YCbCr)
		if a.Rect != b.Rect || !slices.Equal(a.Y, b.Y) || !slices.Equal(a.Cb, b.Cb) || !slices.Equal(a.Cr, b.Cr) {
			t.Errorf("%v: bands give another picture", size)
		}
	}
}

// Without a copy of all pixels a PNG is the same, 8 bits and 16.
func TestPixelsOneByOne(t *testing.T) {
	p := grain(61, 33)
	copies := map[int]image.Image{8: p.image8(context.Background(), 0, 33), 16: p.image16(context.Background())}
	for bits, want := range copies {
		for y := range 33 {
			for x := range 61 {
				r, g, b, a := pixels{p, bits}.At(x, y).RGBA()
				if r2, g2, b2, a2 := want.At(x, y).RGBA(); r != r2 || g != g2 || b != b2 || a != a2 {
					t.Fatalf("%d bits, (%d, %d)", bits, x, y)
				}
			}
		}
	}
}

// cancels is a context that is cancelled at the nth time it is asked.
type cancels struct {
	context.Context
	cancel func()
	asked  chan struct{} // its capacity is n
}

func cancelAt(n int) *cancels {
	ctx, cancel := context.WithCancel(context.Background())
	return &cancels{ctx, cancel, make(chan struct{}, n)}
}

func (c *cancels) Err() error {
	select {
	case c.asked <- struct{}{}:
	default:
		c.cancel()
	}
	return c.Context.Err()
}

// A cancel at any moment of a save leaves nothing: the context is cancelled when
// it is asked for the first time, the second, and so on, until a save gets through.
func TestCancelWhileSaving(t *testing.T) {
	p := grain(700, 1600)
	for _, name := range []string{"out.jpg", "out.png", "out.tif"} {
		tries, n := 0, 0
		for step := 1; ; step += 1 + step/3 {
			dir := t.TempDir()
			err := p.SaveContext(cancelAt(step), filepath.Join(dir, name), SaveOptions{})
			if err == nil {
				onlyFiles(t, dir, name)
				break
			}
			if n++; !errors.Is(err, context.Canceled) {
				t.Fatalf("%s, step %d: %v", name, step, err)
			}
			onlyFiles(t, dir)
			if tries++; tries > 1000 {
				t.Fatal("never saved")
			}
		}
		if n < 5 {
			t.Errorf("%s: cancelled at %d moments only", name, n)
		}
	}
}

func TestCancelWhileOpening(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	path := filepath.Join("testdata", "grey.jpg")
	if p, err := OpenContext(ctx, path); err != nil || p.Path != path {
		t.Errorf("%v", err)
	}
	if _, err := OpenContext(ctx, path+".none"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	cancel()
	if p, err := OpenContext(ctx, path); !errors.Is(err, context.Canceled) || p != nil {
		t.Errorf("%v", err)
	}
}

// A photo that does not fit into memory is refused by its header, with what it
// would take; the file of such a header is a few bytes.
func TestTooLargeForTheMemory(t *testing.T) {
	for _, c := range []struct {
		w, h int
		free uint64
		says string
	}{
		{10000, 10000, 0, ""}, {10000, 10000, 5_200_000_000, ""},
		{10000, 10000, 5_000_000_000, "10000 x 10000 pixels need 5.2 GB of memory, and 5.0 GB are free"},
		{100, 100, 1000, "0.0 GB are free"},
	} {
		err := checkMemory(c.w, c.h, c.free)
		if (err == nil) != (c.says == "") || err != nil && (!errors.Is(err, ErrTooLarge) || !errors.Is(err, ErrMemory) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	path := filepath.Join(t.TempDir(), "large.png")
	if err := os.WriteFile(path, bomb(60000, 60000), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrTooLarge) || errors.Is(err, ErrMemory) || !strings.Contains(err.Error(), "60000 x 60000") {
		t.Errorf("%v", err)
	}
}

// The photo before, which nobody needs any more, does not take the next one's memory.
func TestThePhotoBeforeMakesRoom(t *testing.T) {
	before := weak.Make(grain(100, 100))
	free := func() uint64 {
		if before.Value() != nil {
			return 100_000
		}
		return 1_000_000
	}
	if err := makeRoom(100, 100, free); err != nil {
		t.Error(err)
	}
	if err := makeRoom(1000, 1000, free); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "0.0 GB are free") {
		t.Errorf("one that is too large all the same: %v", err)
	}
}
