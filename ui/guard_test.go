package ui

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"afterrain/engine/photo"
	"afterrain/engine/photo/mixing"
	"afterrain/engine/photo/protect"
)

// brushed is a mask with a broad stroke and a piece of it taken away.
func brushed(w, h int) *protect.Mask {
	m := protect.NewMask(w, h)
	m.Draw(protect.Stroke{Radius: protect.StrokeUnit / 6, Points: []image.Point{{0, 0}, {protect.StrokeUnit, protect.StrokeUnit * h / w}}}, 0)
	m.Draw(protect.Stroke{Erase: true, Radius: protect.StrokeUnit / 9, Points: []image.Point{{protect.StrokeUnit / 2, protect.StrokeUnit / 3}}}, 0)
	return m
}

// What is protected comes out on the screen as in the export, whatever the look, and as close to it
// as all else.
func TestScreenProtectsAsTheExportDoes(t *testing.T) {
	const w, h = 161, 147
	random := rand.New(rand.NewPCG(1, 1))
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	q := p.WithPix(make([]float32, 3*w*h))
	for i := range p.Pix { // whole levels, so that nothing but the mask is rounded
		x, y := i%w, i/w%h
		q.Pix[i] = float32(to8(0.5+0.4*float32(math.Sin(float64(x+y)/9)))) / 255
		p.Pix[i] = float32(to8(0.7*q.Pix[i]+0.2+0.05*float32(random.NormFloat64()))) / 255
	}
	was, now := toRGBA(t.Context(), w, h, p.Pix), toRGBA(t.Context(), w, h, q.Pix)
	fine := finePicture(was, now, was.Rect, was.Rect, mixing.BroadRadius)
	mask := brushed(w, h)
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
		want := toRGBA(t.Context(), w, h, export.Pix)
		for _, zoom := range []int{1, 3} {
			v := viewport{photo: image.Pt(w, h), pane: image.Pt(w*zoom, h*zoom), zoom: float64(zoom), cx: w / 2.0, cy: h / 2.0}
			dst := image.NewRGBA(image.Rectangle{Max: v.pane})
			draw(dst, v, pyramid{was}, []layer{{0, now}}, blend{weights: m.Weights(), fine: &layer{0, fine}, stays: mask})
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

// Photos of any shape, and views that end anywhere in them.
func TestProtectsPhotosOfAnyShape(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 900}, {333, 2}, {3000, 20}, {127, 129}} {
		m := protect.NewMask(size.X, size.Y)
		for _, x := range []int{0, protect.StrokeUnit / 2, protect.StrokeUnit} { // all of it
			m.Draw(protect.Stroke{Radius: protect.StrokeUnit, Points: []image.Point{{x, 0}, {x, protect.StrokeUnit}}}, 0)
		}
		was, now := wholePyramid(plain(size.X, size.Y, red)), wholePyramid(plain(size.X, size.Y, blue))
		for _, zoom := range []float64{0, 0.1, 1, 2.5, 16} {
			v := fitted(size.X, size.Y, 120, 90).zoomedTo(zoom, image.Pt(119, 0))
			dst := image.NewRGBA(image.Rect(0, 0, 120, 90))
			img, l := now.at(v.level())
			draw(dst, v, was, []layer{{l, img}}, blend{weights: mixing.Full.Weights(), stays: m})
			tint(dst, v, m, color.NRGBA(red))
			for at := range corners(v.frame().Intersect(dst.Rect)) {
				if got := dst.RGBAAt(at.X, at.Y); got != red {
					t.Errorf("%v at zoom %v: %v at %v", size, v.zoom, got, at)
				}
			}
		}
	}
}

// What is painted under red lights is seen, as elsewhere.
func TestTintIsSeenOnPhotosOfItsColour(t *testing.T) {
	for _, c := range []color.RGBA{{255, 40, 40, 255}, {200, 90, 40, 255}, {110, 60, 50, 255}, {120, 20, 20, 255}, {255, 255, 255, 255}, {128, 128, 128, 255}, {30, 90, 200, 255}, {20, 20, 20, 255}, {60, 140, 50, 255}} {
		p := testPhoto(64, 48, 0)
		for i := range p.Pix {
			p.Pix[i] = float32([]uint8{c.R, c.G, c.B}[i/(64*48)]) / 255
		}
		f, err := newProof(t.Context(), &item{}, nil, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if far := apart([]uint8{c.R, c.G, c.B}, f.tint); far < 240 {
			t.Errorf("on %v it is %v", c, f.tint)
		}
	}
}

func corners(r image.Rectangle) iter.Seq[image.Point] {
	return slices.Values([]image.Point{r.Min, {r.Max.X - 1, r.Min.Y}, {r.Min.X, r.Max.Y - 1}, r.Max.Sub(image.Pt(1, 1))})
}

// While a stroke grows only what it touches is made again, and that fits to the rest.
func TestPaintingMakesOnlyWhatItTouches(t *testing.T) {
	size, pane := image.Pt(640, 480), image.Pt(300, 200)
	c, _ := newTestComparer(t, size)
	was, now := wholePyramid(ramp(640, 480)), wholePyramid(plain(640, 480, blue))
	mask, made := protect.NewMask(640, 480), 0
	paint := func(dst *image.RGBA, v viewport) {
		made += area(dst.Rect)
		img, l := now.at(v.level())
		draw(dst, v, was, []layer{{l, img}}, blend{weights: mixing.Full.Weights(), stays: mask})
	}
	c.After = paint
	c.OnStroke = func(s protect.Stroke, from int) { c.Touch(mask.Draw(s, from)) }
	c.OnStroked = func(protect.Stroke) {}
	c.Tint = func(dst *image.RGBA, v viewport) { tint(dst, v, mask, colorTint) }
	c.brush.on, c.brush.radius = true, 12
	for _, zoom := range []float64{0.42, 0.7, 1, 1.37, 2.5, 9} {
		c.view = viewport{photo: size, pane: pane, zoom: zoom, cx: 300, cy: 200}.clamped()
		c.redraw()
		c.after.raster.Generator(pane.X, pane.Y)
		made = 0
		c.MouseDown(mouseAt(40, 60, 1, 0))
		for i := range 9 {
			c.Dragged(dragTo(50+10*float32(i), 65+7*float32(i)))
			if i%3 == 0 { // not every move gets a frame, and the view may move meanwhile
				c.setView(c.view.panned(image.Pt(i-4, 3)))
				c.after.raster.Generator(pane.X, pane.Y)
			}
		}
		c.DragEnd()
		got := c.after.raster.Generator(pane.X, pane.Y).(*image.RGBA)
		if most := area(got.Rect) * 3 / 2; zoom <= 1 && made > most {
			t.Errorf("zoom %v: %d pixels were made for one stroke, at most %d are right", zoom, made, most)
		}
		want := image.NewRGBA(got.Rect)
		paint(want, c.view)
		c.Tint(want, c.view)
		if !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("zoom %v: what is painted differs from the whole drawn anew", zoom)
		}
	}
}

// BenchmarkPaint is one move of a broad brush over a photo of 24 megapixels on a screen of 4K, both
// sides, by the radius of the brush in pixels of the screen.
func BenchmarkPaint(b *testing.B) {
	for _, radius := range []float64{80, 200, 400} {
		b.Run(fmt.Sprint(radius), func(b *testing.B) { benchmarkPaint(b, radius) })
	}
}

func benchmarkPaint(b *testing.B, radius float64) {
	size := image.Pt(6000, 4000)
	v := fitted(size.X, size.Y, 3840, 2160)
	was, now := wholePyramid(ramp(6000, 4000)), wholePyramid(ramp(6000, 4000))
	mask := protect.NewMask(size.X, size.Y)
	img, l := now.at(v.level())
	var before, after pane
	side := func(p *pane, layers []layer) {
		p.build(func(image.Point) viewport { return v }, func(dst *image.RGBA, v viewport) {
			draw(dst, v, was, layers, blend{weights: mixing.Full.Weights(), stays: mask})
			tint(dst, v, mask, colorTint)
		})
		p.raster.Generator(v.pane.X, v.pane.Y)
	}
	side(&before, nil)
	side(&after, []layer{{l, img}})
	s := protect.Stroke{Radius: int(radius / v.zoom / 6000 * protect.StrokeUnit)}
	i := 0
	for b.Loop() {
		s.Erase = i/100%2 == 1
		s.Points = append(s.Points, image.Pt(3000+100*(i%100), 3000+60*(i%100)))
		part := mask.Draw(s, max(0, len(s.Points)-1))
		before.touch(part)
		after.touch(part)
		before.raster.Generator(v.pane.X, v.pane.Y)
		after.raster.Generator(v.pane.X, v.pane.Y)
		if i++; i%100 == 0 {
			s.Points = nil
		}
	}
}

// BenchmarkDrawProtected is all of a 4K view of which much is protected, as after an undo.
func BenchmarkDrawProtected(b *testing.B) {
	p := wholePyramid(ramp(6000, 4000))
	v := fitted(6000, 4000, 3840, 2160)
	img, l := p.at(v.level())
	dst := image.NewRGBA(image.Rectangle{Max: v.pane})
	for name, m := range map[string]*protect.Mask{"none": nil, "much": brushed(6000, 4000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				draw(dst, v, p, []layer{{l, img}}, blend{weights: mixing.Full.Weights(), stays: m})
			}
		})
	}
}
