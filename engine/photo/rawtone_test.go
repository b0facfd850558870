package photo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
)

// flatAndShown is a flat photo and the picture that a camera made of it, brighter, in the part of a picture of the given size.
func flatAndShown(size image.Point, part image.Rectangle) (*Photo, image.Image) {
	p := &Photo{Width: 300, Height: 200, Pix: make([]float32, 3*300*200)}
	for i := range p.Pix {
		p.Pix[i] = 0.05 + 0.5*float32(i%300)/300
	}
	img := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(img, img.Rect, image.Black, image.Point{}, draw.Src)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			v := uint8(math.Round(255 * math.Sqrt(0.05+0.5*float64(x-part.Min.X)/float64(part.Dx()))))
			img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	return p, img
}

// Some cameras put their picture between black bars, and the same scene is not darker for that.
func TestBlackBarsOfTheCamera(t *testing.T) {
	for name, c := range map[string]struct {
		size image.Point
		part image.Rectangle
	}{
		"none":             {image.Pt(600, 400), image.Rect(0, 0, 600, 400)},
		"above and below":  {image.Pt(640, 480), image.Rect(0, 27, 640, 453)},
		"left and right":   {image.Pt(640, 400), image.Rect(20, 0, 620, 400)},
		"nearly its shape": {image.Pt(600, 397), image.Rect(0, 0, 600, 397)},
	} {
		p, own := flatAndShown(c.size, c.part)
		if p.toneAs(own); math.Abs(float64(p.Pix[30])-math.Sqrt(0.1)) > 0.02 || math.Abs(float64(p.Pix[150])-math.Sqrt(0.3)) > 0.02 {
			t.Errorf("%s: %.3f and %.3f, want %.3f and %.3f", name, p.Pix[30], p.Pix[150], math.Sqrt(0.1), math.Sqrt(0.3))
		}
	}
}

// What is in the picture of another shape is the middle of the photo.
func TestPictureOfAnotherShape(t *testing.T) {
	p := &Photo{Width: 4000, Height: 6000}
	for _, c := range []struct{ shape, mine image.Point }{
		{image.Pt(1600, 900), image.Pt(3375, 6000)}, {image.Pt(1620, 1080), image.Pt(4000, 6000)}, {image.Pt(800, 800), image.Pt(4000, 4000)},
	} {
		other := &Photo{Width: c.shape.X, Height: c.shape.Y, Pix: make([]float32, 3*c.shape.X*c.shape.Y)}
		for i := range other.Pix {
			other.Pix[i] = 0.5
		}
		mine, its := p.shared(other)
		if mine.Size() != c.mine || mine.Min.X != (4000-c.mine.X)/2 || its.Size() != c.shape {
			t.Errorf("%v: %v and %v", c.shape, mine, its)
		}
	}
}

// A picture of one row, as damaged files have, breaks nothing.
func TestToneOfAStrip(t *testing.T) {
	for _, size := range []image.Point{{700, 1}, {1, 700}, {700, 700}} {
		p, own := flatAndShown(size, image.Rectangle{Max: size})
		p.toneAs(own)
		q := &Photo{Width: 1, Height: 900, Pix: make([]float32, 2700)}
		q.toneAs(own)
	}
}
