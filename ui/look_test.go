package ui

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/mixing"
)

func TestLookComesBackFromItsText(t *testing.T) {
	for _, l := range []Look{defaultLook, {Luma: 130, Color: 0, Grain: 100, Emphasis: Dehaze, Depth: engine.Small}} {
		if got := readLook(l.String()); got != l {
			t.Errorf("%+v comes back as %+v", l, got)
		}
	}
	for text, want := range map[string]Look{
		"":                            defaultLook,
		"[1]":                         defaultLook,
		`{"luma":40}`:                 {Luma: 40, Color: 100, Depth: engine.Large},
		`{"luma":131,"grain":-1}`:     defaultLook,
		`{"depth":"xl"}`:              defaultLook,
		`{"emphasis":"derain","x":1}`: {Luma: 100, Color: 100, Emphasis: Derain, Depth: engine.Large},
	} {
		if got := readLook(text); got != want {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
}

// The screen shows what the export will be: mixing.Into in 8 bits.
func TestScreenMixesAsTheExportDoes(t *testing.T) {
	const w, h = 61, 47
	random := rand.New(rand.NewPCG(1, 1))
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	q := p.WithPix(make([]float32, 3*w*h))
	for i := range p.Pix {
		x, y := i%w, i/w%h
		q.Pix[i] = 0.5 + 0.4*float32(math.Sin(float64(x+y)/9))
		p.Pix[i] = min(max(0.7*q.Pix[i]+0.2+0.05*float32(random.NormFloat64()), 0), 1)
	}
	was, now := toRGBA(t.Context(), w, h, p.Pix), toRGBA(t.Context(), w, h, q.Pix)
	fine := finePicture(was, now, was.Rect, was.Rect, mixing.BroadRadius)
	v := viewport{photo: image.Pt(w, h), pane: image.Pt(w, h), zoom: 1, cx: w / 2.0, cy: h / 2.0}
	for _, l := range []Look{
		defaultLook, {Luma: 40, Color: 40}, {Luma: 130, Color: 130}, {Luma: 0, Color: 100}, {Luma: 100, Color: 30, Grain: 60},
		{Luma: 100, Color: 100, Emphasis: Dehaze}, {Luma: 120, Color: 90, Grain: 20, Emphasis: Denoise},
	} {
		dst := image.NewRGBA(image.Rect(0, 0, w, h))
		m := l.mix(false)
		draw(dst, v, pyramid{was}, []layer{{0, now}}, blend{weights: m.Weights(), fine: &layer{0, fine}})
		mixed, err := mixing.Into(t.Context(), p, q.WithPix(slices.Clone(q.Pix)), m)
		if err != nil {
			t.Fatal(err)
		}
		want := toRGBA(t.Context(), w, h, mixed.Pix)
		worst := 0
		for i := range dst.Pix {
			d := int(dst.Pix[i]) - int(want.Pix[i])
			worst = max(worst, d, -d)
		}
		if worst > 3 { // three 8-bit roundings
			t.Errorf("%+v: the screen is %d levels off the export", l, worst)
		}
	}
}

func TestFinePartsOfAPieceFitIntoTheWhole(t *testing.T) {
	was, now := ramp(150, 140), plain(150, 140, red)
	whole := finePicture(was, now, was.Rect, was.Rect, 4)
	part := image.Rect(30, 20, 90, 70)
	piece := finePicture(was, copyOf(now, part.Inset(-9)), part.Inset(-1), part, 4)
	for y := 19; y < 71; y++ {
		for x := 29; x < 91; x++ {
			got, want := piece.RGBAAt(x, y), whole.RGBAAt(x, y)
			if !image.Pt(x, y).In(part) {
				want.R, want.G, want.B, want.A = 0, 0, 0, 0
			}
			if got != want {
				t.Fatalf("pixel %d,%d is %v, in the whole %v", x, y, got, want)
			}
		}
	}
}

// Parts are told apart of what is in view now, and of all pixels that are there.
func TestPartsFollowTheViewAndThePixels(t *testing.T) {
	r := newRig(t)
	r.bench.fresh = Look{Luma: 100, Color: 100, Grain: 50, Depth: engine.Large}
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	f := r.bench.proof
	fresh := func() bool {
		part := f.fine[inView]
		return r.phase() == previewed && !r.parts.busy() && part.version == f.version && part.sight == r.preview.want[inView]
	}
	for _, v := range []viewport{fullView(), closeView(), closeView().panned(image.Pt(-60, -20)), fullView()} {
		r.look(v)
		r.quiet()
		r.until("the parts are told apart", fresh)
		if got := f.fine[inView].img.Rect; !r.preview.want[inView].rect.In(got) {
			t.Errorf("the parts of %v are told apart, in view is %v", got, r.preview.want[inView].rect)
		}
	}
	if r.items[0].look.Grain = 0; r.bench.blendFor(inView, 1).weights.Splits() {
		t.Error("without grain parts are told apart")
	}
}

// painted is what the view shows of the restored photo.
func (r *windowRig) painted() []uint8 {
	dst := image.NewRGBA(image.Rectangle{Max: r.w.view.view.pane})
	r.w.view.After(dst, r.w.view.view)
	return dst.Pix
}

// After an export at L the preview is shown again for S: with its own fine parts.
func TestFinePartsAreOfThePictureThatIsShown(t *testing.T) {
	r := previewedWindow(t, true)
	r.w.bench.tools.restore = func(_ context.Context, p *photo.Photo, _ engine.Settings, _ func(int, int)) (*photo.Photo, error) {
		out := testPhoto(p.Width, p.Height, 0.25)
		for i := range out.Pix {
			out.Pix[i] += 0.5 * float32(i%2)
		}
		return out, nil
	}
	s, l := Look{Luma: 100, Color: 100, Grain: 50, Depth: engine.Small}, Look{Luma: 100, Color: 100, Grain: 50, Depth: engine.Large}
	r.w.setLook(s)
	r.quiet()
	want := r.painted()
	r.w.setLook(l)
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	r.quiet()
	if slices.Equal(r.painted(), want) {
		t.Fatal("the export does not differ from the preview")
	}
	r.w.setLook(s)
	r.quiet()
	if !slices.Equal(r.painted(), want) {
		t.Error("the preview is shown with the fine parts of the export")
	}
}

// Who chooses all photos and takes a preset would export all but one without it.
func TestChangeOfOneOfTheChosenPhotosSaysSo(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	if r.w.onRune('['); r.w.toast.box.Visible() {
		t.Errorf("with one photo chosen the window says %q", r.w.toast.words.Text)
	}
	r.w.bench.pick(r.items[1], pickToggle)
	r.until("it is open", r.opened)
	r.w.onRune('[')
	want := "Of the 2 photos chosen only " + r.selected.name() + " was changed."
	if !r.w.toast.says(want) {
		t.Errorf("the window says %q, want %q", r.w.toast.words.Text, want)
	}
	l := r.selected.look
	r.w.bench.pick(r.items[2], pickOne) // another is in view by now
	test.Tap(r.w.toast.action)
	if a, b, c := r.items[0].look, r.items[1].look, r.items[2].look; a != l || b != l || c == l {
		t.Errorf("the looks are %+v, %+v and %+v", a, b, c)
	}
	if r.w.onUndo(); r.items[0].look == r.items[1].look {
		t.Error("it cannot be undone")
	}
	r.quiet()
}
