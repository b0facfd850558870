package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// pane is one raster in its clip. Its pixels are made again only after refresh
// or at another size.
type pane struct {
	clip   *container.Clip
	raster *canvas.Raster
	pixels *image.RGBA // reused from frame to frame
	stale  bool        // pixels show something else than is wanted now
}

func (p *pane) build(paint func(*image.RGBA, viewport), c *comparer) {
	p.raster = canvas.NewRaster(func(w, h int) image.Image {
		if p.pixels == nil || p.pixels.Rect.Dx() != w || p.pixels.Rect.Dy() != h {
			p.pixels, p.stale = image.NewRGBA(image.Rect(0, 0, w, h)), true
		}
		if p.stale {
			v := c.view
			v.pane = image.Pt(w, h)
			paint(p.pixels, v)
			p.stale = false
		}
		return p.pixels
	})
	p.raster.ScaleMode = canvas.ImageScalePixels
	p.clip = container.NewClip(container.NewWithoutLayout(p.raster))
}

// refresh has the pixels made again for the next frame.
func (p *pane) refresh() {
	p.stale = true
	p.raster.Refresh()
}

// place puts the clip at x with width w; the raster starts offset units left
// of it and is full wide.
func (p *pane) place(x, w, offset, full, h float32) {
	p.clip.Move(fyne.NewPos(x, 0))
	p.clip.Resize(fyne.NewSize(w, h))
	p.raster.Move(fyne.NewPos(-offset, 0))
	p.raster.Resize(fyne.NewSize(full, h))
}
