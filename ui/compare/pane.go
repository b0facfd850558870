package compare

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"afterrain/ui/render"
)

// pane is one raster in its clip. Its pixels are made again only after refresh
// or at another size or zoom. After a pan what stays in sight is moved, and only
// what came into sight is made.
type pane struct {
	clip   *container.Clip
	raster *canvas.Raster
	paint  func(*image.RGBA, render.Viewport)
	pixels *image.RGBA     // reused from frame to frame
	shown  render.Viewport // that pixels show
	stale  bool            // pixels show something else than is wanted now
	dirty  image.Rectangle // of the photo, px: what they show of it has changed
	lens   bool            // what it paints does not move with the view: nothing can be kept
}

// build makes the raster; view says what it is to show in so many device pixels.
func (p *pane) build(view func(pane image.Point) render.Viewport, paint func(*image.RGBA, render.Viewport)) {
	p.paint = paint
	p.raster = canvas.NewRaster(func(w, h int) image.Image {
		if p.pixels == nil || p.pixels.Rect.Dx() != w || p.pixels.Rect.Dy() != h {
			p.pixels, p.stale = image.NewRGBA(image.Rect(0, 0, w, h)), true
		}
		p.bring(view(image.Pt(w, h)))
		return p.pixels
	})
	p.raster.ScaleMode = canvas.ImageScalePixels
	p.clip = container.NewClip(container.NewWithoutLayout(p.raster))
}

// bring has the pixels show v with as little work as it takes.
func (p *pane) bring(v render.Viewport) {
	was := p.shown
	by := v.Origin().Sub(was.Origin())
	kept := p.pixels.Rect.Add(by).Intersect(p.pixels.Rect)
	switch {
	case p.stale || p.lens && v != was || v.Photo != was.Photo || v.Zoom != was.Zoom || kept.Empty():
		p.paint(p.pixels, v)
	default:
		scroll(p.pixels, by)
		for _, r := range render.Subtract([]image.Rectangle{p.pixels.Rect}, kept) {
			p.paintPart(r, v)
		}
		p.paintPart(v.OnScreen(p.dirty).Intersect(p.pixels.Rect), v)
	}
	p.shown, p.stale, p.dirty = v, false, image.Rectangle{}
}

// paintPart makes the pixels in r again.
func (p *pane) paintPart(r image.Rectangle, v render.Viewport) {
	if r.Empty() {
		return
	}
	part := image.NewRGBA(image.Rectangle{Max: r.Size()})
	p.paint(part, v.Through(r))
	for y := range r.Dy() {
		copy(p.pixels.Pix[p.pixels.PixOffset(r.Min.X, r.Min.Y+y):], part.Pix[y*part.Stride:][:part.Stride])
	}
}

// scroll moves a picture; what is left behind stays.
func scroll(img *image.RGBA, by image.Point) {
	if by == (image.Point{}) {
		return
	}
	to := img.Rect.Add(by).Intersect(img.Rect)
	for i := range to.Dy() {
		y := to.Min.Y + i
		if by.Y > 0 { // from below, so that no row is overwritten before it was moved
			y = to.Max.Y - 1 - i
		}
		from := img.PixOffset(to.Min.X-by.X, y-by.Y)
		copy(img.Pix[img.PixOffset(to.Min.X, y):][:4*to.Dx()], img.Pix[from:])
	}
}

// refresh has the pixels made again for the next frame.
func (p *pane) refresh() {
	p.stale = true
	p.raster.Refresh()
}

// touch has a part of the photo, px, made again for the next frame.
func (p *pane) touch(part image.Rectangle) {
	p.dirty = p.dirty.Union(part)
	p.raster.Refresh()
}

// move has the pixels follow the view in the next frame.
func (p *pane) move() { p.raster.Refresh() }

// place puts the clip at x with width w; the raster starts offset units left
// of it and is full wide.
func (p *pane) place(x, w, offset, full, h float32) {
	p.clip.Move(fyne.NewPos(x, 0))
	p.clip.Resize(fyne.NewSize(w, h))
	p.raster.Move(fyne.NewPos(-offset, 0))
	p.raster.Resize(fyne.NewSize(full, h))
}
