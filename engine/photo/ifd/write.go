package ifd

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Field is an entry on its way into another file: its value in the byte order
// of the structure, or the directory it points to.
type Field struct {
	Tag, Kind uint16
	Value     []byte
	Sub       []Field
}

// With returns a new structure of the same byte order that holds the fields.
func (t Structure) With(fields []Field) []byte {
	head := append(slices.Clone(t.Data[:2]), 0, 0, 0, 0, 0, 0)
	t.Order.PutUint16(head[2:], 42)
	t.Order.PutUint32(head[4:], 8)
	return AppendDirectory(head, 0, t.Order, fields)
}

// AppendDirectory lays out a directory, its long values and its subdirectories at the
// end of out. base is the file position of out's first byte.
func AppendDirectory(out []byte, base int, order binary.ByteOrder, fields []Field) []byte {
	slices.SortStableFunc(fields, func(a, b Field) int { return int(a.Tag) - int(b.Tag) })
	fields = slices.CompactFunc(fields, func(a, b Field) bool { return a.Tag == b.Tag })
	table := len(out)
	out = append(out, make([]byte, 2+12*len(fields)+4)...)
	order.PutUint16(out[table:], uint16(len(fields)))
	for i, f := range fields {
		if len(out)%2 == 1 {
			out = append(out, 0) // values start at even positions
		}
		end, count := base+len(out), 1
		inline := [4]byte{}
		order.PutUint32(inline[:], uint32(end))
		switch {
		case f.Sub != nil:
			out = AppendDirectory(out, base, order, f.Sub)
		case len(f.Value) > 4:
			out = append(out, f.Value...)
		default:
			inline = [4]byte{}
			copy(inline[:], f.Value)
		}
		if f.Sub == nil {
			count = len(f.Value) / int(TypeSize(f.Kind))
		}
		b := out[table+2+12*i:]
		order.PutUint16(b, f.Tag)
		order.PutUint16(b[2:], f.Kind)
		order.PutUint32(b[4:], uint32(count))
		copy(b[8:12], inline[:])
	}
	return out
}

// WithTexts returns a copy whose main directory has texts by their tags. All that
// is there stays in its place, and with it the maker notes; a new main directory
// follows behind.
func (t Structure) WithTexts(texts map[uint16]string) []byte {
	out := slices.Clone(t.Data)
	var dir [][]byte
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		out = Even(out)
		at := len(out)
		out = append(append(out, texts[tag]...), 0)
		out = append(out, make([]byte, max(0, at+5-len(out)))...) // four bytes would stand in the directory
		entry := AppendUint(AppendUint(nil, t.Order, 2, int(tag)), t.Order, 2, TypeASCII)
		dir = append(dir, AppendUint(AppendUint(entry, t.Order, 4, len(out)-at), t.Order, 4, at))
	}
	out = Even(out)
	for _, e := range t.First().Entries {
		if _, new := texts[e.Tag]; !new {
			dir = append(dir, t.Data[e.At-8:e.At+4])
		}
	}
	slices.SortStableFunc(dir, func(a, b []byte) int { return int(t.Order.Uint16(a)) - int(t.Order.Uint16(b)) })
	t.Order.PutUint32(out[4:], uint32(len(out)))
	out = AppendUint(out, t.Order, 2, len(dir))
	return append(append(out, slices.Concat(dir...)...), 0, 0, 0, 0) // no second directory: no thumbnail
}

// Integers is a field of SHORTs or LONGs.
func Integers(tag, kind uint16, order binary.ByteOrder, values []int) Field {
	f := Field{Tag: tag, Kind: kind}
	for _, v := range values {
		f.Value = AppendUint(f.Value, order, int(TypeSize(kind)), v)
	}
	return f
}

// AppendUint appends the low bytes of v: two or four.
func AppendUint(b []byte, order binary.ByteOrder, size, v int) []byte {
	var buf [4]byte
	if size == 2 {
		order.PutUint16(buf[:], uint16(v))
	} else {
		order.PutUint32(buf[:], uint32(v))
	}
	return append(b, buf[:size]...)
}

// Even pads to an even length.
func Even(b []byte) []byte { return append(b, make([]byte, len(b)%2)...) }
