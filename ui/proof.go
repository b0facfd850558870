package ui

import (
	"hash/maphash"
	"image"
	"slices"
	"sync"

	"afterrain/engine/photo"
)

// proof is all that the window holds of the one photo in view: the photo, its
// pyramid for the screen, and what the network has made of it so far. Its
// fields belong to the main goroutine, but for halved, which jobs share.
type proof struct {
	item   *item
	photo  *photo.Photo
	print  fingerprint
	info   photo.Info
	before pyramid
	small  []*patchwork // DyNet-S by pyramid level; nil where not begun
	large  pyramid      // DyNet-L over the whole photo after an export; else nil
	halved levels
}

// patchwork is one level of a preview that fills tile by tile.
type patchwork struct {
	img  *image.RGBA       // see layer
	done []image.Rectangle // final: every tile that touches them has arrived
}

// levels makes downscaled copies of a photo for the network, each once.
type levels struct {
	mu   sync.Mutex
	made []*photo.Photo // made[0] is the photo
}

func (l *levels) at(level int) *photo.Photo {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.made) <= level {
		l.made = append(l.made, halvePhoto(l.made[len(l.made)-1]))
	}
	return l.made[level]
}

// newProof does the slow part of showing a photo; call it in a job.
func newProof(it *item, p *photo.Photo) *proof {
	f := &proof{item: it, photo: p, info: p.Info(), before: newPyramid(toRGBA(p.Width, p.Height, p.Pix))}
	f.print = fingerprint{f.size(), maphash.Bytes(printSeed, f.before[0].Pix)}
	f.halved.made = []*photo.Photo{p}
	f.small = make([]*patchwork, len(f.before))
	return f
}

// fingerprint tells a photo from the one that had its name before: another
// program may have changed the file.
type fingerprint struct {
	size   image.Point
	pixels uint64
}

var printSeed = maphash.MakeSeed()

func (f *proof) size() image.Point { return image.Pt(f.photo.Width, f.photo.Height) }

// layers lists what to draw over the photo, finest wanted level first.
func (f *proof) layers(level int) []layer {
	if f.large != nil {
		img, l := f.large.at(level)
		return []layer{{l, img}}
	}
	var out []layer
	for l := min(level, len(f.small)-1); l < len(f.small); l++ {
		if w := f.small[l]; w != nil {
			out = append(out, layer{l, w.img})
		}
	}
	return out
}

// patchworkAt returns the level's patchwork, begun if need be.
func (f *proof) patchworkAt(level int) *patchwork {
	if f.small[level] == nil {
		f.small[level] = &patchwork{img: image.NewRGBA(f.before[level].Rect)}
	}
	return f.small[level]
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

// missing lists the parts of want that are not final yet, disjoint.
func (f *proof) missing(level int, want image.Rectangle) []image.Rectangle {
	left := []image.Rectangle{want}
	if f.large != nil || want.Empty() {
		return nil
	}
	if w := f.small[level]; w != nil {
		for _, d := range w.done {
			left = subtract(left, d)
		}
	}
	return left
}

// finish notes that r is final.
func (w *patchwork) finish(r image.Rectangle) {
	w.done = slices.DeleteFunc(w.done, func(d image.Rectangle) bool { return d.In(r) })
	w.done = append(w.done, r)
}

// subtract cuts hole out of disjoint rectangles.
func subtract(from []image.Rectangle, hole image.Rectangle) []image.Rectangle {
	var out []image.Rectangle
	for _, r := range from {
		h := r.Intersect(hole)
		if h.Empty() {
			out = append(out, r)
			continue
		}
		for _, piece := range [...]image.Rectangle{
			image.Rect(r.Min.X, r.Min.Y, r.Max.X, h.Min.Y),
			image.Rect(r.Min.X, h.Max.Y, r.Max.X, r.Max.Y),
			image.Rect(r.Min.X, h.Min.Y, h.Min.X, h.Max.Y),
			image.Rect(h.Max.X, h.Min.Y, r.Max.X, h.Max.Y),
		} {
			if !piece.Empty() {
				out = append(out, piece)
			}
		}
	}
	return out
}

// covered is the share of want (0 to 1) that shows restored pixels, probed
// every few pixels.
func (w *patchwork) covered(want image.Rectangle) float64 {
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

// patchworkBytes is what the patchworks hold, for the budget of the ones kept.
func patchworkBytes(works []*patchwork) int {
	n := 0
	for _, w := range works {
		if w != nil {
			n += len(w.img.Pix)
		}
	}
	return n
}

// previews keeps the patchworks of photos seen earlier, newest last, within a
// budget of bytes, so that going back to a photo shows its preview at once.
type previews struct {
	budget int
	kept   []keptPreview
}

type keptPreview struct {
	item  *item
	print fingerprint
	small []*patchwork
}

func (k *previews) put(f *proof) {
	k.drop(f.item)
	k.kept = append(k.kept, keptPreview{f.item, f.print, f.small})
	total := 0
	for i := len(k.kept) - 1; i >= 0; i-- {
		if total += patchworkBytes(k.kept[i].small); total > k.budget {
			k.kept = slices.Delete(k.kept, 0, i+1)
			return
		}
	}
}

func (k *previews) take(f *proof) {
	for _, old := range k.kept {
		if old.item == f.item && old.print == f.print {
			f.small = old.small
		}
	}
	k.drop(f.item)
}

func (k *previews) drop(it *item) {
	k.kept = slices.DeleteFunc(k.kept, func(old keptPreview) bool { return old.item == it })
}
