package engine

import (
	"context"
	"image"

	"afterrain/engine/photo"
)

// Broad restores what a view of region takes from the coarse photo and nobody has restored
// yet, so that RestoreRegion delivers its tiles once, with their broad strokes. It is for a
// part that is shown restored already, from other pixels: without them its haze would come
// back for a while. Of a photo that is not large there is nothing to do. Errors are those of
// RestoreRegion.
func (e *Engine) Broad(ctx context.Context, p *photo.Photo, region image.Rectangle, s Settings) error {
	if err := check(p, s); err != nil {
		return err
	}
	region = region.Intersect(image.Rect(0, 0, p.Width, p.Height))
	if region.Empty() || Reduction(p.Width, p.Height) == 1 {
		return ctx.Err()
	}
	return e.withSession(ctx, s.Variant, func(net *session) error {
		c, err := e.view(ctx, p, region, s)
		if err != nil {
			return err
		}
		missing := c.missing(c.grid.touching(region))
		if len(missing) == 0 {
			return nil
		}
		return e.tiles(ctx, net, c.coarse.canvas, s, missing, func(*canvas, int) {})
	})
}
