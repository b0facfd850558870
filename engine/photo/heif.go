package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// AVIF, as HEIC, is a HEIF file (ISO/IEC 23008-12, on 14496-12): boxes that list items (pictures, and
// what is said of them), the items' properties, and where in the file each lies.

// box is one box of the container, without its header.
type box struct {
	kind string
	data []byte
}

// boxes lists the boxes in data as far as they are whole.
func boxes(data []byte) []box {
	var list []box
	for len(data) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case size == 0: // to the end
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			break
		}
		list = append(list, box{string(data[4:8]), data[head:size]})
		data = data[size:]
	}
	return list
}

// inside is the content of the first box of a kind, nil if there is none.
func inside(list []box, kind string) []byte {
	i := slices.IndexFunc(list, func(b box) bool { return b.kind == kind })
	if i < 0 {
		return nil
	}
	return list[i].data
}

// heifItem is a picture of the file, or something said of one.
type heifItem struct {
	kind, content string // "av01", "grid", "Exif", or "mime" and its content type
	extents       [][]byte
	properties    []box
	of            map[string][]uint32 // by the kind of reference, the items that it refers to
}

// property is the content of the first property of a kind, nil if there is none.
func (i *heifItem) property(kind string) []byte { return inside(i.properties, kind) }

// heif is what the boxes of a file say.
type heif struct {
	primary uint32 // the picture to show
	items   map[uint32]*heifItem
}

// item is the item of that number; one that the file does not list is empty.
func (h heif) item(id uint32) *heifItem {
	if i := h.items[id]; i != nil {
		return i
	}
	return &heifItem{}
}

// parseHEIF reads a file's boxes. The error wraps ErrDamaged if there is no picture, or not all of one.
func parseHEIF(data []byte) (heif, error) {
	meta := inside(boxes(data), "meta")
	if len(meta) < 4 {
		return heif{}, fmt.Errorf("%w: it does not say where its picture is", ErrDamaged)
	}
	list := boxes(meta[4:])
	h := heif{items: map[uint32]*heifItem{}}
	h.primary = newCursor(inside(list, "pitm")).id(0)
	h.readItems(inside(list, "iinf"))
	h.readReferences(inside(list, "iref"))
	h.readProperties(boxes(inside(list, "iprp")))
	if !h.readPlaces(inside(list, "iloc"), data, inside(list, "idat")) {
		return h, fmt.Errorf("%w: it ends early", ErrDamaged)
	}
	if h.items[h.primary] == nil {
		return h, fmt.Errorf("%w: it does not say where its picture is", ErrDamaged)
	}
	return h, nil
}

// readItems reads iinf: the items' kinds.
func (h heif) readItems(iinf []byte) {
	c := newCursor(iinf)
	c.take(c.width(0))
	for _, b := range boxes(c.rest) {
		e := newCursor(b.data)
		if b.kind != "infe" || e.version < 2 {
			continue
		}
		id := e.id(2)
		e.take(2) // protection
		i := &heifItem{kind: string(e.take(4)), of: map[string][]uint32{}}
		if e.text(); i.kind == "mime" { // after the name
			i.content = e.text()
		}
		h.items[id] = i
	}
}

// readReferences reads iref: what an item says something of, or is made of.
func (h heif) readReferences(iref []byte) {
	c := newCursor(iref)
	for _, b := range boxes(c.rest) {
		r := cursor{rest: b.data, version: c.version}
		from := h.item(r.id(0))
		for n := r.uint(2); n > 0 && !r.short && from.of != nil; n-- {
			from.of[b.kind] = append(from.of[b.kind], r.id(0))
		}
	}
}

// readProperties reads iprp: a list of properties, and which of them each item has.
func (h heif) readProperties(iprp []box) {
	all := boxes(inside(iprp, "ipco"))
	for _, b := range iprp {
		if b.kind != "ipma" {
			continue
		}
		c, size := newCursor(b.data), 1
		if c.flags&1 != 0 {
			size = 2
		}
		for n := c.uint(4); n > 0 && !c.short; n-- {
			item := h.item(c.id(0))
			for count := c.uint(1); count > 0; count-- {
				at := c.uint(size) &^ (0x80 << (8 * (size - 1))) // without the bit for essential
				if at > 0 && at <= uint64(len(all)) {
					item.properties = append(item.properties, all[at-1])
				}
			}
		}
	}
}

// mostPlaces is how many pieces the items of a file lie in at most: a list of pieces that say nothing takes no room in the file, and 200 megapixels in tiles
// have 768.
const mostPlaces = 1 << 13

// readPlaces reads iloc: where each item lies in the file, or in idat. It tells whether all of them do.
func (h heif) readPlaces(iloc, file, idat []byte) (whole bool) {
	c := newCursor(iloc)
	sizes := c.uint(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	whole = true
	places := uint64(0)
	for n := c.uint(c.width(1)); n > 0 && !c.short; n-- {
		item, where := h.item(c.id(1)), file
		if c.version > 0 {
			if c.uint(2)&15 == 1 {
				where = idat
			}
		} else {
			index = 0
		}
		c.take(2) // which file: this one
		from, extents := c.uint(base), c.uint(2)
		if places += extents; places > mostPlaces {
			return false
		}
		for ; extents > 0 && !c.short; extents-- {
			c.take(index)
			at := from + c.uint(offset)
			size := c.uint(length)
			if at > uint64(len(where)) || size > uint64(len(where))-at {
				whole = false
				continue
			}
			if size == 0 {
				size = uint64(len(where)) - at
			}
			item.extents = append(item.extents, where[at:at+size])
		}
	}
	return whole
}

// cursor reads a full box's numbers one after the other. Past the end they are 0, and short is set.
type cursor struct {
	rest    []byte
	version byte
	flags   uint32
	short   bool
}

func newCursor(data []byte) *cursor {
	c := &cursor{rest: data}
	word := uint32(c.uint(4))
	c.version, c.flags = byte(word>>24), word&0xffffff
	return c
}

func (c *cursor) take(n int) []byte {
	if n > len(c.rest) {
		c.rest, c.short = nil, true
		return make([]byte, n)
	}
	taken := c.rest[:n]
	c.rest = c.rest[n:]
	return taken
}

// uint is a number of n bytes, 0 to 8.
func (c *cursor) uint(n int) uint64 {
	var v uint64
	for _, b := range c.take(n) {
		v = v<<8 | uint64(b)
	}
	return v
}

// width is the bytes of a number that has grown since the version after which.
func (c *cursor) width(after byte) int {
	if c.version > after {
		return 4
	}
	return 2
}

// id is the number of an item.
func (c *cursor) id(after byte) uint32 { return uint32(c.uint(c.width(after))) }

// text is what stands before the next zero.
func (c *cursor) text() string {
	word, rest, _ := bytes.Cut(c.rest, []byte{0})
	c.rest = rest
	return string(word)
}
