package ui

import (
	"context"
	"hash/maphash"
	"image"
	"image/color"
	"slices"
	"sync"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/protect"
	"afterrain/ui/render"
)

// proof is all that the window holds of the one photo in view: the photo, its
// pyramid for the screen, and what the network has made of it so far. Its
// fields belong to the main goroutine, but for halved, which jobs share.
type proof struct {
	item   *item
	stays  *protection // of it, when the photo was opened
	photo  *photo.Photo
	stamp  stamp // of the file, before it was opened
	print  fingerprint
	info   photo.Info
	before render.Pyramid
	halved levels

	set      engine.Settings // of the preview to be shown
	works    works
	large    render.Pyramid  // the whole photo after an export; else nil
	largeSet engine.Settings // that large was made with
	fine     [2]finePart     // of what the loupe and the view show, where a look needs it
	seen     *engine.Seen    // what the network saw; nil if not known
	sensed   bool            // it was asked
	version  int             // counts arrivals of restored pixels
	masks    masks           // of what was protected in turn
	tint     color.NRGBA     // of what is protected
	live     *protect.Mask   // while a stroke is painted: as it is so far
}

// works are previews by the settings that they were made with, and by pyramid
// level; nil where not begun.
type works map[engine.Settings][]*patchwork

// patchwork is one level of a preview that fills tile by tile.
type patchwork struct {
	img  *image.RGBA       // see layer; nil before the first tile
	done []image.Rectangle // final: every tile that touches them has arrived
}

// levels makes downscaled copies of a photo for the network, each once.
type levels struct {
	reduced func(context.Context, *photo.Photo) *photo.Photo // see engine.Reduced; nil = there is none
	mu      sync.Mutex
	made    map[int]*photo.Photo // made[0] is the photo
}

func (l *levels) at(level int) *photo.Photo {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.get(level)
}

// get takes the smaller photos that the engine uses itself, where they are of this size: what is
// restored of them for one zoom is not restored again for another, and haze that has gone stays gone.
func (l *levels) get(level int) *photo.Photo {
	if p := l.made[level]; p != nil {
		return p
	}
	for up := 1; up <= level && l.reduced != nil; up++ {
		size := render.LevelSize(image.Pt(l.made[0].Width, l.made[0].Height), level-up)
		if engine.Reduction(size.X, size.Y) == 1<<up {
			l.made[level] = l.reduced(context.Background(), l.get(level-up))
			return l.made[level]
		}
	}
	l.made[level] = l.get(level-1).Reduced(context.Background(), 2)
	return l.made[level]
}

// newProof does the slow part of showing a photo; call it in a job.
func newProof(ctx context.Context, it *item, stays *protection, p *photo.Photo, reduced func(context.Context, *photo.Photo) *photo.Photo) (*proof, error) {
	before, err := render.NewPyramid(ctx, p)
	if err != nil {
		return nil, err
	}
	f := &proof{item: it, stays: stays, photo: p, info: p.Info(), before: before, tint: render.TintFor(before[len(before)-1])}
	f.print = fingerprint{f.size(), maphash.Bytes(printSeed, f.before[0].Pix)}
	f.halved.made, f.halved.reduced = map[int]*photo.Photo{0: p}, reduced
	f.works, f.masks = works{}, masks{stays: stays.mask(p.Width, p.Height)}
	return f, nil
}

// use shows what was made with set, and drops what was made with other settings
// once that takes too much memory.
func (f *proof) use(set engine.Settings) {
	f.set = set
	if f.works[set] == nil {
		f.works[set] = make([]*patchwork, len(f.before))
	}
	for other := range f.works {
		if f.works.bytes() <= keptBytes {
			return
		}
		if other != set {
			delete(f.works, other)
		}
	}
}

// exportedAs tells whether the pixels of an export with these settings are there.
func (f *proof) exportedAs(set engine.Settings) bool { return f.large != nil && f.largeSet == set }

// fingerprint tells a photo from the one that had its name before: another
// program may have changed the file.
type fingerprint struct {
	size   image.Point
	pixels uint64
}

var printSeed = maphash.MakeSeed()

func (f *proof) size() image.Point { return image.Pt(f.photo.Width, f.photo.Height) }

// layers lists what to draw over the photo, finest wanted level first: what an
// export with the settings final has made, else the preview.
func (f *proof) layers(level int, final engine.Settings) []render.Layer {
	if f.exportedAs(final) {
		img, l := f.large.At(level)
		return []render.Layer{{Level: l, Image: img}}
	}
	var out []render.Layer
	small := f.works[f.set]
	for l := max(0, min(level, len(small)-1)); l < len(small); l++ {
		if w := small[l]; w != nil && w.img != nil {
			out = append(out, render.Layer{Level: l, Image: w.img})
		}
	}
	return out
}

// patchworkAt returns the level's patchwork, begun if need be.
func (f *proof) patchworkAt(level int) *patchwork {
	small := f.works[f.set]
	if small[level] == nil {
		small[level] = &patchwork{}
	}
	return small[level]
}

// begin gives the patchwork its picture, which is large: made in a job.
func (w *patchwork) begin(img *image.RGBA) {
	if w.img == nil {
		w.img = img
	}
}

// place copies a finished patch in.
func (w *patchwork) place(at image.Rectangle, patch *image.RGBA) {
	box := at.Intersect(w.img.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		from := patch.PixOffset(box.Min.X-at.Min.X, y-at.Min.Y)
		to := w.img.PixOffset(box.Min.X, y)
		copy(w.img.Pix[to:to+4*box.Dx()], patch.Pix[from:])
	}
}

// missing lists the parts of a preview that are not final yet, disjoint.
func (f *proof) missing(level int, want image.Rectangle) []image.Rectangle {
	left := []image.Rectangle{want}
	if want.Empty() || f.works[f.set] == nil {
		return nil
	}
	if w := f.works[f.set][level]; w != nil {
		for _, d := range w.done {
			left = render.Subtract(left, d)
		}
	}
	return left
}

// finish notes that r is final.
func (w *patchwork) finish(r image.Rectangle) {
	w.done = slices.DeleteFunc(w.done, func(d image.Rectangle) bool { return d.In(r) })
	w.done = append(w.done, r)
}

// covered is the share of want (0 to 1) that shows restored pixels, probed
// every few pixels.
func (w *patchwork) covered(want image.Rectangle) float64 {
	if w.img == nil {
		return 0
	}
	const step = 16
	seen, all := 0, 0
	for y := want.Min.Y; y < want.Max.Y; y += step {
		for x := want.Min.X; x < want.Max.X; x += step {
			all++
			if w.img.Pix[w.img.PixOffset(x, y)+3] != 0 {
				seen++
			}
		}
	}
	return float64(seen) / float64(max(all, 1))
}

// bytes is what the patchworks hold.
func (w works) bytes() int {
	n := 0
	for _, levels := range w {
		for _, work := range levels {
			if work != nil && work.img != nil {
				n += len(work.img.Pix)
			}
		}
	}
	return n
}
