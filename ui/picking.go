package ui

import "slices"

// pickHow says what a click on the strip means.
type pickHow int

const (
	pickOne    pickHow = iota // this photo, and no other
	pickToggle                // this one too, or no more
	pickRange                 // all from the photo in view to this one
)

// pick follows a click on the strip.
func (b *bench) pick(it *item, how pickHow) {
	switch how {
	case pickOne:
		b.picked = nil
		b.show(it)
	case pickToggle:
		b.toggle(it)
	case pickRange:
		b.pickTo(it)
	}
	b.on.list()
}

func (b *bench) toggle(it *item) {
	switch i := slices.Index(b.picked, it); {
	case it == b.selected && len(b.chosen()) > 1: // another of them comes into view
		rest := slices.DeleteFunc(b.chosen(), func(o *item) bool { return o == it })
		b.show(rest[0])
		b.picked = rest
	case i >= 0:
		b.picked = slices.Delete(b.picked, i, i+1)
	case it != b.selected:
		b.picked = append(b.picked, it)
	}
}

func (b *bench) pickTo(it *item) {
	from, to := b.index(), slices.Index(b.items, it)
	if from < 0 || to < 0 {
		b.show(it)
		return
	}
	b.picked = slices.Clone(b.items[min(from, to) : max(from, to)+1])
}

// stretch chooses one photo more at the end that is not in view, or one less, and gives that end.
func (b *bench) stretch(by int) *item {
	list := b.chosen()
	if len(list) == 0 {
		return nil
	}
	end := list[len(list)-1]
	if end == b.selected {
		end = list[0]
	}
	end = b.items[min(max(slices.Index(b.items, end)+by, 0), len(b.items)-1)]
	b.pick(end, pickRange)
	return end
}

// pickAll chooses all photos of the strip.
func (b *bench) pickAll() {
	b.picked = slices.Clone(b.items)
	b.on.list()
}

// chosen lists the photo in view and the others that are picked, in the
// order of the strip. Deleting, exporting and pasting settings act on them.
func (b *bench) chosen() []*item {
	picked := make(map[*item]bool, len(b.picked)+1) // thousands may be, and this is asked for at each word of the status bar
	picked[b.selected] = true
	for _, it := range b.picked {
		picked[it] = true
	}
	return those(b.items, func(it *item) bool { return picked[it] })
}

// move puts items next to each other before the item that is at place now, or
// at the end. The queue follows the strip. One that was taken off meanwhile stays off.
func (b *bench) move(items []*item, place int) {
	items = b.still(items)
	place = min(max(place, 0), len(b.items))
	var before, after []*item
	for i, it := range b.items {
		switch {
		case slices.Contains(items, it):
		case i < place:
			before = append(before, it)
		default:
			after = append(after, it)
		}
	}
	b.items = slices.Concat(before, items, after)
	b.on.list()
}
