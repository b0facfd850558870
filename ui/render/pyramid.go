package render

import (
	"context"
	"image"

	"afterrain/engine/photo"
	"afterrain/engine/photo/parallel"
)

// smallestLevel ends a pyramid: its longer side, px.
const smallestLevel = 128

// Pyramid holds a picture at full size and halved again and again (rounded
// up), so that any zoom can be drawn from about as many pixels as it shows.
// Strides are tight.
type Pyramid []*image.RGBA

// NewPyramid makes a photo's, or returns ctx's error soon after ctx is done.
func NewPyramid(ctx context.Context, p *photo.Photo) (Pyramid, error) {
	return halvings(ctx, ToRGBA(ctx, p.Width, p.Height, p.Pix))
}

func halvings(ctx context.Context, base *image.RGBA) (Pyramid, error) {
	p := Pyramid{base}
	for max(base.Rect.Dx(), base.Rect.Dy()) > smallestLevel && ctx.Err() == nil {
		base = halve(base)
		p = append(p, base)
	}
	return p, ctx.Err()
}

// At returns a level, or the coarsest there is.
func (p Pyramid) At(level int) (*image.RGBA, int) {
	level = min(level, len(p)-1)
	return p[level], level
}

// halve averages 2x2 pixels. An odd last row or column stands for itself.
func halve(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, (w+1)/2, (h+1)/2))
	parallel.Parts(dst.Rect.Dy(), func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			top := src.Pix[2*y*src.Stride:]
			bottom := src.Pix[min(2*y+1, h-1)*src.Stride:]
			halveRow(dst.Pix[y*dst.Stride:][:dst.Stride], top, bottom, w)
		}
	})
	return dst
}

func halveRow(dst, top, bottom []uint8, w int) {
	for x := 0; x < len(dst); x += 4 {
		l, r := 2*x, min(2*x+4, 4*(w-1))
		for c := range 4 {
			sum := int(top[l+c]) + int(top[r+c]) + int(bottom[l+c]) + int(bottom[r+c])
			dst[x+c] = uint8((sum + 2) / 4)
		}
	}
}

// ToRGBA converts planar samples in 0 to 1 to an opaque 8-bit picture. After ctx is
// done the rest of it stays black.
func ToRGBA(ctx context.Context, w, h int, pix []float32) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	n := w * h
	parallel.Parts(h, func(y0, y1 int) {
		for y := y0; y < y1 && ctx.Err() == nil; y++ {
			for i := y * w; i < (y+1)*w; i++ {
				d := img.Pix[4*i:][:4]
				d[0], d[1], d[2], d[3] = to8(pix[i]), to8(pix[n+i]), to8(pix[2*n+i]), 255
			}
		}
	})
	return img
}

func to8(v float32) uint8 { return uint8(min(max(v, 0), 1)*255 + 0.5) }

// Thumbnail returns p as a picture that fits into size.
func Thumbnail(p *photo.Photo, size image.Point) *image.RGBA {
	for p.Width >= 2*size.X || p.Height >= 2*size.Y {
		p = p.Reduced(context.Background(), 2)
	}
	return Pyramid{ToRGBA(context.Background(), p.Width, p.Height, p.Pix)}.Within(size)
}

// Within is the picture so small that it fits into size.
func (p Pyramid) Within(size image.Point) *image.RGBA {
	whole := p[0].Rect.Size()
	scale := max(1, float64(whole.X)/float64(size.X), float64(whole.Y)/float64(size.Y))
	v := Viewport{Photo: whole, Zoom: 1 / scale, CX: float64(whole.X) / 2, CY: float64(whole.Y) / 2}
	v.Pane = image.Pt(max(1, int(float64(whole.X)/scale)), max(1, int(float64(whole.Y)/scale)))
	dst := image.NewRGBA(image.Rectangle{Max: v.Pane})
	Draw(dst, v, p, nil, Blend{})
	return dst
}
