package dngjxl

import (
	"slices"

	"afterrain/engine/photo/ifd"
)

// Tags of DNG that ifd has no names for.
const (
	tagSubIFDs = 330

	tagCurve, tagBlack, tagWhite, tagActiveArea, tagOperations, tagRowFields, tagColumnFields = 50712, 50714, 50717, 50829, 51009, 50975, 52547
)

const (
	compressionJXL = 52546

	colourMosaic, colourLinear = 32803, 34892
)

// file is a DNG.
type file struct{ ifd.Structure }

// directory is one of a picture.
type directory struct {
	ifd.Directory
	from int // where the file points to it
}

// directory reads what is there of the directory that the file points to from a place.
func (f file) directory(from int) directory {
	return directory{f.Dir(f.Order.Uint32(f.Data[from:])), from}
}

// mostDirectories are looked at.
const mostDirectories = 64

// directories lists those of the file's pictures, each once: the first, those that it lists as its own, the next, and so on.
func (f file) directories() (list []directory) {
	seen := map[uint32]bool{0: true}
	look := func(from int) bool {
		place := f.Order.Uint32(f.Data[from:])
		if seen[place] || len(list) == mostDirectories {
			return false
		}
		seen[place] = true
		list = append(list, f.directory(from))
		return true
	}
	for from := 4; from > 0 && look(from); {
		d := list[len(list)-1]
		from = d.Next
		for _, sub := range f.places(d) {
			look(sub)
		}
	}
	return list
}

// places is where a directory points to others as its own.
func (f file) places(d directory) (list []int) {
	e, ok := d.Find(tagSubIFDs)
	if !ok || e.Kind != ifd.TypeLong && e.Kind != ifd.TypeIFD || f.Value(e) == nil {
		return nil
	}
	at := e.At
	if e.Count > 1 {
		at = int(f.Order.Uint32(f.Data[e.At:]))
	}
	for i := range min(int(e.Count), mostDirectories) {
		list = append(list, at+4*i)
	}
	return list
}

// numbers lists a tag's values, of fractions what is before the point; none if it is not there.
func (f file) numbers(d directory, tag uint16) (list []int) {
	for _, v := range f.Numbers(d.Directory, tag) {
		list = append(list, int(v))
	}
	if e, ok := d.Find(tag); ok && e.Kind == ifd.TypeRational {
		for v := f.Value(e); len(v) >= 8; v = v[8:] {
			list = append(list, int(f.Order.Uint32(v)/max(1, f.Order.Uint32(v[4:]))))
		}
	}
	return list
}

// isPacked tells whether a directory is that of what a sensor measured, compressed as JPEG XL.
func (f file) isPacked(d directory) bool {
	compression, _ := f.Number(d.Directory, ifd.TagCompression)
	colour, _ := f.Number(d.Directory, ifd.TagPhotometric)
	return compression == compressionJXL && (colour == colourMosaic || colour == colourLinear)
}

// replace appends a directory like d without some tags and with other fields, and makes the file point to it.
func (f *file) replace(d directory, without []uint16, with []ifd.Field) {
	var list [][]byte
	for _, e := range d.Entries {
		if !slices.Contains(without, e.Tag) {
			list = append(list, slices.Clone(f.Data[e.At-8:e.At+4]))
		}
	}
	for _, field := range with {
		list = append(list, f.entry(field))
	}
	slices.SortStableFunc(list, func(a, b []byte) int { return int(f.Order.Uint16(a)) - int(f.Order.Uint16(b)) })
	next := 0
	if d.Next > 0 {
		next = int(f.Order.Uint32(f.Data[d.Next:]))
	}
	f.Data = ifd.Even(f.Data)
	f.Order.PutUint32(f.Data[d.from:], uint32(len(f.Data)))
	f.Data = append(ifd.AppendUint(f.Data, f.Order, 2, len(list)), slices.Concat(list...)...)
	f.Data = ifd.AppendUint(f.Data, f.Order, 4, next)
}

// entry is a field as an entry of a directory; a value that does not fit into it is appended to the file.
func (f *file) entry(of ifd.Field) []byte {
	e := ifd.AppendUint(ifd.AppendUint(nil, f.Order, 2, int(of.Tag)), f.Order, 2, int(of.Kind))
	e = ifd.AppendUint(e, f.Order, 4, len(of.Value)/int(ifd.TypeSize(of.Kind)))
	if len(of.Value) <= 4 {
		return append(e, append(of.Value, 0, 0, 0, 0)[:4]...)
	}
	f.Data = ifd.Even(f.Data)
	e = ifd.AppendUint(e, f.Order, 4, len(f.Data))
	f.Data = append(f.Data, of.Value...)
	return e
}
