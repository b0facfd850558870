package mixing

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// mixed is p with a copy of restored mixed in, and looks whether p stays as it is.
func mixed(t testing.TB, p, restored *photo.Photo, m Mix) *photo.Photo {
	t.Helper()
	original := slices.Clone(p.Pix)
	got, err := Into(context.Background(), p, restored.WithPix(slices.Clone(restored.Pix)), m)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.Pix, original) {
		t.Errorf("%+v changed the photo", m)
	}
	return got
}

func TestMixTakesWhatIsAskedFor(t *testing.T) {
	p := &photo.Photo{Width: 1, Height: 1, Pix: []float32{0.2, 0.5, 0.9}}
	r := p.WithPix([]float32{0.4, 0.5, 0.7})
	luma := float32(lumaRed*0.2 - lumaBlue*0.2) // of the change
	for _, c := range []struct {
		name string
		mix  Mix
		want []float32
	}{
		{"nothing", Mix{}, p.Pix},
		{"all", Full, r.Pix},
		{"a half", Mix{Luma: 0.5, Color: 0.5, Fine: 1, Broad: 1}, []float32{0.3, 0.5, 0.8}},
		{"more than all", Mix{Luma: 1.3, Color: 1.3, Fine: 1, Broad: 1}, []float32{0.46, 0.5, 0.64}},
		{"more than the limit", Mix{Luma: 9, Color: 9, Fine: 9, Broad: 9}, []float32{0.46, 0.5, 0.64}},
		{"luminance alone", Mix{Luma: 1, Fine: 1, Broad: 1}, []float32{0.2 + luma, 0.5 + luma, 0.9 + luma}},
		{"colour alone", Mix{Color: 1, Fine: 1, Broad: 1}, []float32{0.4 - luma, 0.5 - luma, 0.7 - luma}},
		{"no numbers", Mix{Luma: float32(math.NaN()), Color: -1, Fine: 1, Broad: 1}, p.Pix},
	} {
		got := mixed(t, p, r, c.mix).Pix
		for i, v := range got {
			if d := v - c.want[i]; !(d < 1e-6 && d > -1e-6) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}

// hazyAndNoisy is a picture behind haze that grows downwards, with noise on it,
// and the clean picture.
func hazyAndNoisy(w, h int) (bad, clean *photo.Photo) {
	random := rand.New(rand.NewPCG(1, 2))
	n := w * h
	bad = &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*n)}
	clean = bad.WithPix(make([]float32, 3*n))
	for c := range 3 {
		for i := range n {
			x, y := i%w, i/w
			v := 0.4 + 0.3*float32(math.Sin(float64(x)/3+float64(c)))*float32(math.Cos(float64(y)/4))
			through := 0.8 - 0.3*float32(y)/float32(h)
			clean.Pix[c*n+i] = v
			bad.Pix[c*n+i] = v*through + 0.8*(1-through) + float32(random.NormFloat64())*0.03
		}
	}
	return bad, clean
}

// off is the root mean square difference.
func off(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += math.Pow(float64(a[i]-b[i]), 2)
	}
	return math.Sqrt(sum / float64(len(a)))
}

func TestHazeIsBroadAndNoiseIsFine(t *testing.T) {
	const w, h = 120, 90
	bad, clean := hazyAndNoisy(w, h)
	noise := make([]float32, len(bad.Pix)) // the noise alone
	hazed := make([]float32, len(bad.Pix)) // the haze alone
	quiet, _ := hazyAndNoisy(w, h)
	for i := range noise {
		y := i % (w * h) / w
		through := 0.8 - 0.3*float32(y)/float32(h)
		hazed[i] = clean.Pix[i]*through + 0.8*(1-through)
		noise[i] = quiet.Pix[i] - hazed[i] + clean.Pix[i]
	}
	dehazed := mixed(t, bad, clean, Mix{Luma: 1, Color: 1, Broad: 1}).Pix
	denoised := mixed(t, bad, clean, Mix{Luma: 1, Color: 1, Fine: 1}).Pix
	whole := off(bad.Pix, clean.Pix)
	if d := off(dehazed, noise); d > whole/6 {
		t.Errorf("without its haze the picture is %.4f off from clean with noise; with both it is %.4f off from clean", d, whole)
	}
	if d := off(denoised, hazed); d > whole/6 {
		t.Errorf("without its noise the picture is %.4f off from clean with haze; with both it is %.4f off from clean", d, whole)
	}
}

func TestGrainStaysInLuminanceOnly(t *testing.T) {
	const w, h = 100, 80
	random := rand.New(rand.NewPCG(3, 4))
	flat := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	for i := range flat.Pix {
		flat.Pix[i] = 0.5
	}
	grainy := flat.WithPix(slices.Clone(flat.Pix))
	for i := range w * h {
		g := float32(random.NormFloat64()) * 0.05
		for c := range 3 {
			grainy.Pix[c*w*h+i] += g + float32(random.NormFloat64())*0.05
		}
	}
	full := mixed(t, grainy, flat, Mix{Luma: 1, Color: 1, Fine: 1, Broad: 1, Grain: 1})
	var color, luma float64
	for i := range w * h {
		r, g, b := full.Pix[i], full.Pix[w*h+i], full.Pix[2*w*h+i]
		color = max(color, math.Abs(float64(r-g)), math.Abs(float64(b-g)))
		luma += math.Pow(float64(luminance([3]float32{r, g, b}))-0.5, 2)
	}
	if color > 0.03 || math.Sqrt(luma/w/h) < 0.04 {
		t.Errorf("kept grain: colour differs by %.3f, luminance by %.3f", color, math.Sqrt(luma/w/h))
	}
}

// A tall photo is mixed in bands, some of them at a time, whose edges see rows
// that are mixed before them; nobody may see where they meet.
func TestBandsAreOfOnePiece(t *testing.T) {
	const w, h = 24, 600
	bad, clean := hazyAndNoisy(w, h)
	for _, rows := range []int{2 * BroadRadius, 45, mixRows(bad.Width)} {
		got := slices.Clone(clean.Pix)
		mixParts(context.Background(), bad, got, Mix{Luma: 1, Color: 1, Broad: 1}.Weights(), rows)
		for c := range 3 {
			plane := c * w * h
			want := Broad(bad.Pix[plane:plane+w*h], clean.Pix[plane:plane+w*h], w, BroadRadius)
			for i, v := range want {
				if d := max(0, min(1, v)) - got[plane+i]; d > 1e-4 || d < -1e-4 {
					t.Fatalf("bands of %d: row %d of channel %d is %v, in one piece it is %v", rows, i/w, c, got[plane+i], v)
				}
			}
		}
	}
}

// A photo of 100 megapixels has no room for a third copy: the mix lies where the
// restored photo was.
func TestMixTakesNoCopy(t *testing.T) {
	bad, clean := hazyAndNoisy(40, 30)
	for _, m := range []Mix{Full, {Luma: 0.7, Color: 0.7, Fine: 1, Broad: 1}, {Luma: 1, Color: 1, Fine: 1, Broad: 1, Grain: 0.5}} {
		got, err := Into(context.Background(), bad, clean, m)
		if err != nil || &got.Pix[0] != &clean.Pix[0] {
			t.Errorf("%+v: a copy, %v", m, err)
		}
	}
}

func TestMixIsCancelled(t *testing.T) {
	bad, clean := hazyAndNoisy(40, 30)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, m := range []Mix{{}, Full, {Luma: 0.7, Color: 0.7, Fine: 1, Broad: 1}, {Luma: 1, Color: 1, Fine: 1, Broad: 1, Grain: 0.5}} {
		if got, err := Into(ctx, bad, clean, m); got != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%+v: %v", m, err)
		}
	}
}

func TestBroadOfTinyPictures(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 50}, {50, 1}, {3, 2}, {40, 33}} {
		n := size[0] * size[1]
		was, now := make([]float32, n), make([]float32, n)
		for i := range now {
			now[i] = 0.25
		}
		for i, v := range Broad(was, now, size[0], BroadRadius) {
			if d := v - 0.25; d > 1e-6 || d < -1e-6 {
				t.Fatalf("%v: an even change is broad, but pixel %d is %v", size, i, v)
			}
		}
	}
}

func BenchmarkMixedInParts(b *testing.B) {
	bad, clean := hazyAndNoisy(1000, 1000)
	for b.Loop() {
		mixed(b, bad, clean, Mix{Luma: 1, Color: 1, Fine: 1, Broad: 1, Grain: 0.5})
	}
}

// doneAt is done once it has been asked so many times.
type doneAt struct {
	context.Context
	left int
}

func (d *doneAt) Err() error {
	if d.left--; d.left < 0 {
		return context.Canceled
	}
	return nil
}

// A cancel takes hold between the channels of a band, not only between waves of bands.
func TestCancelWithinABand(t *testing.T) {
	p, _ := hazyAndNoisy(40, 50)
	for asked := range 3 {
		b := mixBand{to: p.Height}
		b.fill(&doneAt{Context: context.Background(), left: asked}, p, slices.Clone(p.Pix), Weights{FineLuma: 1}, new(guidedFilter))
		for c, out := range b.out {
			if done := len(out) > 0; done != (c < asked) {
				t.Errorf("cancelled before channel %d: channel %d done is %v", asked, c, done)
			}
		}
	}
}
