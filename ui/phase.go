package ui

// phase says how far the picture on the right side of the divider is.
type phase int

const (
	noPreview  phase = iota
	pausing          // an export holds the network
	starting         // nothing restored in view yet
	previewing       // some of the view is restored, or all of it (share 1) but not for good
	previewed        // all of the view is DyNet-S
	exported         // all of the photo is as exported
	broken           // see bench.preview.err
)

// previewState tells the truth about the pixels in view: how far they are,
// the share done (0 to 1) and the level they were made at.
func (b *bench) previewState() (ph phase, share float64, level int) {
	p, f := &b.preview, b.proof
	switch {
	case f == nil:
		return noPreview, 0, 0
	case f.exportedAs(b.final()):
		return exported, 1, 0
	case p.err != nil:
		return broken, 0, 0
	case p.want[inView].rect.Empty():
		return noPreview, 0, 0
	}
	want := p.want[inView]
	level = want.level
	if len(f.missing(level, want.rect)) == 0 {
		return previewed, 1, level
	}
	if w := f.works[f.set][level]; w != nil {
		share = w.covered(want.rect)
	}
	switch {
	case b.exportHoldsNetwork():
		return pausing, share, level
	case share == 0:
		return starting, 0, level
	}
	return previewing, share, level
}
