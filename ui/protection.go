package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"afterrain/engine/photo/protect"
)

// protection is where one photo stays as it was: the strokes of its brush. A value is never
// changed, so one that was undone can be compared with the one that comes back. Nil is nothing.
type protection struct {
	strokes []protect.Stroke
	text    []string // of the strokes
	print   string   // of them all, for exports
}

// with is the protection after one more stroke.
func (p *protection) with(s protect.Stroke) *protection {
	if p == nil {
		p = &protection{}
	}
	text := s.String()
	sum := sha256.Sum256([]byte(p.print + text))
	return &protection{append(slices.Clip(p.strokes), s), append(slices.Clip(p.text), text), hex.EncodeToString(sum[:12])}
}

// lines are the strokes as text, for the store.
func (p *protection) lines() []string {
	if p == nil {
		return nil
	}
	return p.text
}

// readProtection reads lines again; what makes no sense is left out.
func readProtection(lines []string) (p *protection) {
	for _, l := range lines {
		if s, err := protect.ParseStroke(l); err == nil {
			p = p.with(s)
		}
	}
	return p
}

// mask is the protection of a photo of the given size; nil for nothing. It may take a while.
func (p *protection) mask(width, height int) *protect.Mask {
	if p == nil {
		return nil
	}
	m := protect.NewMask(width, height)
	for _, s := range p.strokes {
		m.Draw(s, 0)
	}
	return m
}

// masks are those of the photo in view, so that Undo and Redo show them at once.
type masks map[*protection]*protect.Mask

// mask is what the photo in view is protected by now, with the stroke under way; nil for nothing.
func (f *proof) mask() *protect.Mask {
	stays := f.item.stays
	if f.live != nil || stays == nil {
		return f.live
	}
	if f.masks[stays] == nil {
		f.masks[stays] = stays.mask(f.photo.Width, f.photo.Height)
	}
	return f.masks[stays]
}

// begin begins a stroke.
func (f *proof) begin() {
	if m := f.mask(); m != nil {
		f.live = m.Clone()
		return
	}
	f.live = protect.NewMask(f.photo.Width, f.photo.Height)
}

// keptMasks is how many masks are kept, of a megabyte at most.
const keptMasks = 60

// settle ends a stroke, with which the photo has the protection p.
func (f *proof) settle(p *protection) {
	if len(f.masks) >= keptMasks {
		clear(f.masks)
	}
	f.masks[p], f.live = f.live, nil
}
