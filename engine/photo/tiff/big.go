package tiff

import (
	"encoding/binary"
	"errors"
	"math"

	"afterrain/engine/photo/ifd"
)

// BigTIFF is TIFF with places of 64 bits. No file that is read here is larger than 32 bits can tell, so that new
// directories at its end make an ordinary TIFF file of it.

// Types that BigTIFF adds.
const (
	typeLong8  = 16
	typeSLong8 = 17
	typeIFD8   = 18
)

const (
	bigHeader = 16
	bigEntry  = 20
	mostPages = 4096 // directories that follow each other
)

// bigTIFF is a BigTIFF file on its way to an ordinary one.
type bigTIFF struct {
	data  []byte // the file
	out   []byte // data and the new directories
	order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	}
}

// Classic is data as an ordinary TIFF file if it is a BigTIFF file, else as it is. The error says that a part of it is missing.
func Classic(data []byte) ([]byte, error) {
	b := bigTIFF{data: data, order: binary.LittleEndian}
	switch string(data[:min(4, len(data))]) {
	case "II+\x00":
	case "MM\x00+":
		b.order = binary.BigEndian
	default:
		return data, nil
	}
	if len(data) < bigHeader {
		return nil, errors.New("it ends early")
	}
	b.out = append(ifd.Even(data[:len(data):len(data)]), 0, 0)
	copy(b.out, map[bool]string{true: "II*\x00", false: "MM\x00*"}[data[0] == 'I'])
	link, next := 4, b.order.Uint64(data[8:])
	seen := map[uint64]bool{}
	for next != 0 && !seen[next] && len(seen) < mostPages {
		seen[next] = true
		at, after, ok := b.dir(next, ifd.Deepest)
		if !ok {
			return nil, errors.New("a directory of it is not whole")
		}
		b.order.PutUint32(b.out[link:], uint32(at))
		link, next = len(b.out)-4, after
	}
	return b.out, nil
}

// dir writes the directory at a place of the file anew, last of all, with so many levels of directories below it: at is its new
// place, and next that of the one that follows in the file.
func (b *bigTIFF) dir(from uint64, levels int) (at int, next uint64, ok bool) {
	size := uint64(len(b.data))
	if from < bigHeader || from > size-8 {
		return 0, 0, false
	}
	n := b.order.Uint64(b.data[from:])
	if n > math.MaxUint16 || from+8+n*bigEntry+8 > size {
		return 0, 0, false
	}
	var list []byte
	count, done := 0, map[uint16]bool{}
	for i := range n {
		e := b.data[from+8+i*bigEntry:][:bigEntry]
		tag := b.order.Uint16(e)
		if below(tag) && (done[tag] || levels == 0) {
			continue
		}
		done[tag] = true
		if f := b.entry(e, levels); f != nil {
			list, count = append(list, f...), count+1
		}
	}
	b.out = ifd.Even(b.out)
	at = len(b.out)
	b.out = append(b.order.AppendUint16(b.out, uint16(count)), list...)
	b.out = append(b.out, 0, 0, 0, 0)
	next = b.order.Uint64(b.data[from+8+n*bigEntry:])
	return at, next, len(b.out) <= b.most()
}

// most is how long the ordinary file may become, so that one in which directories lie over each other does not swell.
func (b *bigTIFF) most() int { return min(math.MaxUint32, 2*len(b.data)+ifd.MaxEXIF) }

// entry is an entry as an ordinary file has it, its value at the end of out where it is longer than four bytes; nil if it
// has none, or one that lies outside.
func (b *bigTIFF) entry(e []byte, levels int) []byte {
	tag := b.order.Uint16(e)
	kind, value := b.value(e)
	if value != nil && below(tag) {
		kind, value = ifd.TypeLong, b.moved(value, levels)
	}
	if value == nil || len(b.out)+len(value) > b.most() {
		return nil
	}
	out := b.order.AppendUint16(b.order.AppendUint16(nil, tag), kind)
	out = b.order.AppendUint32(out, uint32(uint64(len(value))/ifd.TypeSize(kind)))
	if len(value) > 4 {
		b.out = ifd.Even(b.out)
		value, b.out = b.order.AppendUint32(nil, uint32(len(b.out))), append(b.out, value...)
	}
	return append(out, append(value[:len(value):len(value)], 0, 0, 0, 0)[:4]...)
}

// value is the value of an entry, nil if it has none, and its type in an ordinary file.
func (b *bigTIFF) value(e []byte) (kind uint16, value []byte) {
	kind, count := b.order.Uint16(e[2:]), b.order.Uint64(e[4:])
	size, wide := ifd.TypeSize(kind), kind == typeLong8 || kind == typeSLong8 || kind == typeIFD8
	if wide {
		size = 8
	}
	if size == 0 || count == 0 || count > uint64(len(b.data))/size {
		return kind, nil
	}
	value = e[12:]
	if n := size * count; n > 8 {
		from := b.order.Uint64(value)
		if from > uint64(len(b.data)) || n > uint64(len(b.data))-from {
			return kind, nil
		}
		value = b.data[from:]
	}
	value = value[:size*count]
	if wide {
		return ifd.TypeLong, b.narrow(value)
	}
	return kind, value
}

// below tells of a tag that points to a directory.
func below(tag uint16) bool {
	return tag == ifd.TagExifIFD || tag == ifd.TagGPSIFD || tag == ifd.TagInteropIFD
}

// moved writes the directory that a value points to anew, and is its new place; nil if it is not whole.
func (b *bigTIFF) moved(value []byte, levels int) []byte {
	if len(value) != 4 {
		return nil
	}
	at, _, ok := b.dir(uint64(b.order.Uint32(value)), levels-1)
	if !ok {
		return nil
	}
	return b.order.AppendUint32(nil, uint32(at))
}

// narrow turns numbers of 64 bits into ones of 32. Those that do not fit point beyond any file that is read here, and stay so.
func (b *bigTIFF) narrow(value []byte) (out []byte) {
	for ; len(value) >= 8; value = value[8:] {
		out = b.order.AppendUint32(out, uint32(min(b.order.Uint64(value), math.MaxUint32)))
	}
	return out
}
