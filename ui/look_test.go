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
	"afterrain/engine/photo/protect"
	"afterrain/ui/render"
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
	was, now := render.ToRGBA(t.Context(), w, h, p.Pix), render.ToRGBA(t.Context(), w, h, q.Pix)
	fine := render.FinePicture(was, now, was.Rect, was.Rect, mixing.BroadRadius)
	v := render.Viewport{Photo: image.Pt(w, h), Pane: image.Pt(w, h), Zoom: 1, CX: w / 2.0, CY: h / 2.0}
	for _, l := range []Look{
		defaultLook, {Luma: 40, Color: 40}, {Luma: 130, Color: 130}, {Luma: 0, Color: 100}, {Luma: 100, Color: 30, Grain: 60},
		{Luma: 100, Color: 100, Emphasis: Dehaze}, {Luma: 120, Color: 90, Grain: 20, Emphasis: Denoise},
	} {
		dst := image.NewRGBA(image.Rect(0, 0, w, h))
		m := l.mix(false)
		render.Draw(dst, v, render.Pyramid{was}, []render.Layer{{Level: 0, Image: now}}, render.Blend{Weights: m.Weights(), Fine: &render.Layer{Level: 0, Image: fine}})
		mixed, err := mixing.Into(t.Context(), p, q.WithPix(slices.Clone(q.Pix)), m)
		if err != nil {
			t.Fatal(err)
		}
		want := render.ToRGBA(t.Context(), w, h, mixed.Pix)
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

// What is protected comes out on the screen as in the export, whatever the look, and as close to it
// as all else.
func TestScreenProtectsAsTheExportDoes(t *testing.T) {
	const w, h = 161, 147
	random := rand.New(rand.NewPCG(1, 1))
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	q := p.WithPix(make([]float32, 3*w*h))
	level := func(v float32) float32 { return float32(uint8(min(max(v, 0), 1)*255+0.5)) / 255 }
	for i := range p.Pix { // whole levels, so that nothing but the mask is rounded
		x, y := i%w, i/w%h
		q.Pix[i] = level(0.5 + 0.4*float32(math.Sin(float64(x+y)/9)))
		p.Pix[i] = level(0.7*q.Pix[i] + 0.2 + 0.05*float32(random.NormFloat64()))
	}
	was, now := render.ToRGBA(t.Context(), w, h, p.Pix), render.ToRGBA(t.Context(), w, h, q.Pix)
	fine := render.FinePicture(was, now, was.Rect, was.Rect, mixing.BroadRadius)
	mask := protect.NewMask(w, h) // with a broad stroke and a piece of it taken away
	mask.Draw(protect.Stroke{Radius: protect.StrokeUnit / 6, Points: []image.Point{{}, {protect.StrokeUnit, protect.StrokeUnit * h / w}}}, 0)
	mask.Draw(protect.Stroke{Erase: true, Radius: protect.StrokeUnit / 9, Points: []image.Point{{protect.StrokeUnit / 2, protect.StrokeUnit / 3}}}, 0)
	for _, c := range []struct {
		look  Look
		worst int
	}{
		{defaultLook, 1}, {Look{Luma: 40, Color: 40}, 1}, {Look{Luma: 130, Color: 130}, 1}, {Look{Luma: 100, Color: 30, Grain: 60}, 3},
		{Look{Luma: 120, Color: 90, Grain: 20, Emphasis: Denoise}, 3}, // see TestScreenMixesAsTheExportDoes
	} {
		m := c.look.mix(false)
		mixed, _ := mixing.Into(t.Context(), p, q.WithPix(slices.Clone(q.Pix)), m)
		export, err := protect.Apply(t.Context(), p, mixed, mask)
		if err != nil {
			t.Fatal(err)
		}
		want := render.ToRGBA(t.Context(), w, h, export.Pix)
		for _, zoom := range []int{1, 3} {
			v := render.Viewport{Photo: image.Pt(w, h), Pane: image.Pt(w*zoom, h*zoom), Zoom: float64(zoom), CX: w / 2.0, CY: h / 2.0}
			dst := image.NewRGBA(image.Rectangle{Max: v.Pane})
			render.Draw(dst, v, render.Pyramid{was}, []render.Layer{{Level: 0, Image: now}}, render.Blend{Weights: m.Weights(), Fine: &render.Layer{Level: 0, Image: fine}, Stays: mask})
			worst := 0
			for y := range dst.Rect.Dy() {
				for x := range dst.Rect.Dx() {
					a, b := dst.RGBAAt(x, y), want.RGBAAt(x/zoom, y/zoom)
					for _, d := range [...]int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B), int(a.A) - int(b.A)} {
						worst = max(worst, d, -d)
					}
				}
			}
			if worst > c.worst {
				t.Errorf("%+v at %d:1: the screen is %d levels off the export", c.look, zoom, worst)
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
		return r.phase() == previewed && !r.parts.Busy() && part.version == f.version && part.sight == r.preview.want[inView]
	}
	for _, v := range []render.Viewport{fullView(), closeView(), closeView().Panned(image.Pt(-60, -20)), fullView()} {
		r.look(v)
		r.quiet()
		r.until("the parts are told apart", fresh)
		if got := f.fine[inView].img.Rect; !r.preview.want[inView].rect.In(got) {
			t.Errorf("the parts of %v are told apart, in view is %v", got, r.preview.want[inView].rect)
		}
	}
	if r.items[0].look.Grain = 0; r.bench.blendFor(inView, 1).Weights.Splits() {
		t.Error("without grain parts are told apart")
	}
}

// painted is what the view shows of the restored photo.
func (r *windowRig) painted() []uint8 {
	dst := image.NewRGBA(image.Rectangle{Max: r.w.view.View().Pane})
	r.w.view.After(dst, r.w.view.View())
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
	if r.w.onRune('['); r.w.toast.Visible() {
		t.Errorf("with one photo chosen the window says %q", r.w.toast.Words())
	}
	r.w.bench.pick(r.items[1], pickToggle)
	r.until("it is open", r.opened)
	r.w.onRune('[')
	want := "Of the 2 photos chosen only " + r.selected.name() + " was changed."
	if !r.w.toast.Says(want) {
		t.Errorf("the window says %q, want %q", r.w.toast.Words(), want)
	}
	l := r.selected.look
	r.w.bench.pick(r.items[2], pickOne) // another is in view by now
	test.Tap(r.w.toast.Action)
	if a, b, c := r.items[0].look, r.items[1].look, r.items[2].look; a != l || b != l || c == l {
		t.Errorf("the looks are %+v, %+v and %+v", a, b, c)
	}
	if r.w.onUndo(); r.items[0].look == r.items[1].look {
		t.Error("it cannot be undone")
	}
	r.quiet()
}
