// Package tiff decodes TIFF and BigTIFF files of all the kinds that photo programs and scanners write, and packs what goes into new ones.
// A file that is damaged gives an error that says how, and one of a kind that is not read an UnsupportedError.
package tiff

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"io"
	"math/bits"
	"slices"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/parallel"
)

// The decoder of x/image/tiff knows the usual files only, and takes some others for them. Here every
// block, a strip or a tile, is read row by row into an image, by all cores; the compressions are libraries'.

// Decode decodes the first picture of a TIFF file that Check lets pass.
func Decode(data []byte) (image.Image, error) {
	t, _ := ifd.Parse(data)
	l, err := newLayout(t)
	if err != nil {
		return nil, err
	}
	f, err := newFile(l)
	if err != nil {
		return nil, err
	}
	c, err := l.newCanvas()
	if err != nil {
		return nil, err
	}
	problems := make([]error, f.down*l.planes)
	parallel.Rows(len(problems), func(i int) {
		for j := range f.across {
			if problems[i] == nil {
				problems[i] = f.block(i*f.across+j, c)
			}
		}
	})
	if i := slices.IndexFunc(problems, func(err error) bool { return err != nil }); i >= 0 {
		return nil, problems[i]
	}
	return c.image, nil
}

// mostPacked is more bytes than one byte of LZW, Deflate or JPEG can stand for: a small file must not ask for much memory.
const mostPacked = 2000

// file is a layout, and where its blocks lie.
type file struct {
	layout
	offsets, lengths []uint32
	across, down     int // blocks beside and below each other
	tables           []byte
}

func newFile(l layout) (file, error) {
	offsets, lengths := uint16(ifd.TagStripOffsets), uint16(ifd.TagStripBytes)
	if l.tiled {
		offsets, lengths = ifd.TagTileOffsets, ifd.TagTileBytes
	}
	f := file{layout: l, offsets: l.Numbers(l.main, offsets), lengths: l.Numbers(l.main, lengths)}
	f.across, f.down = (l.width+l.blockW-1)/l.blockW, (l.height+l.blockH-1)/l.blockH
	if e, ok := l.main.Find(ifd.TagJPEGTables); ok {
		f.tables = l.Value(e)
	}
	if row := l.blockW * l.samples / l.planes * l.bits / 8; row > mostRow {
		return f, fmt.Errorf("its rows take %d bytes", row)
	}
	if n := f.across * f.down * l.planes; len(f.offsets) < n || f.lengths != nil && len(f.lengths) < n {
		return f, errors.New("it does not tell where all of the picture is")
	}
	fax := l.compression == Fax3 || l.compression == Fax4 // where a bit may be a row
	if most := uint64(len(l.Data)) * mostPacked; !fax && most < uint64(l.width)*uint64(l.height)*uint64(l.samples*l.bits)/8 {
		return f, io.ErrUnexpectedEOF
	}
	return f, nil
}

// block decodes block i into c.
func (f file) block(i int, c canvas) error {
	plane, place := i/(f.across*f.down), i%(f.across*f.down)
	x, y := place%f.across*f.blockW, place/f.across*f.blockH
	w, h := min(f.blockW, f.width-x), min(f.blockH, f.height-y)
	n := f.samples / f.planes
	if f.planes > 1 && c.targets[plane] == nil {
		return nil // a stored selection, say
	}
	r, err := f.open(i, h)
	if err != nil {
		return err
	}
	row := make([]byte, (f.blockW*n*f.bits+7)/8)
	spare := make([]byte, len(row))
	for v := range h {
		if _, err := io.ReadFull(r, row); err != nil {
			return ended(err)
		}
		f.undo(row, spare, n)
		for s := range n {
			c.put(x, y+v, w, row, s, n, plane+s)
		}
	}
	if z, ok := r.(io.Closer); ok { // zlib has a checksum at its end
		return whole(z, r, int64(f.blockH)*int64(len(row))+spareBytes)
	}
	return nil
}

// ended is the error of a block that is shorter than it should be.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// spareBytes may stand behind a block's rows and their padding.
const spareBytes = 4096

// whole reads on to the end of a block, most bytes at most, and closes it: damage makes blocks longer, too.
func whole(z io.Closer, r io.Reader, most int64) error {
	defer z.Close()
	switch _, err := io.CopyN(io.Discard, r, most); {
	case err == nil:
		return errors.New("a part of it does not end")
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

// open decompresses block i, of which h rows are wanted.
func (f file) open(i, h int) (io.Reader, error) {
	data, err := f.raw(i)
	if err != nil {
		return nil, err
	}
	switch f.compression {
	case Fax3, Fax4:
		kind := map[uint32]ccitt.SubFormat{Fax3: ccitt.Group3, Fax4: ccitt.Group4}[f.compression]
		return ccitt.NewReader(bytes.NewReader(data), ccitt.MSB, kind, f.blockW, h, &ccitt.Options{Invert: true}), nil
	case LZW:
		return struct{ io.Reader }{lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8)}, nil
	case Deflate, OldDeflate:
		return zlib.NewReader(bytes.NewReader(data))
	case PackBits:
		return &packBits{data: data}, nil
	case JPEG:
		return f.openJPEG(data, h)
	}
	return bytes.NewReader(data), nil
}

// raw is block i as it lies in the file. Without a length it may go on to the file's end, and plain samples that lie
// in one piece, of which old programs tell a wrong length, too.
func (f file) raw(i int) ([]byte, error) {
	from := uint64(f.offsets[i])
	end := uint64(len(f.Data))
	if known := f.lengths != nil && f.lengths[i] > 0; known && (f.compression != Plain || len(f.offsets) > 1) {
		end = min(end, from+uint64(f.lengths[i]))
	}
	if from < 8 || from >= end { // there is the header
		return nil, errors.New("it ends early")
	}
	data := f.Data[from:end]
	if f.one(ifd.TagFillOrder, 1) != LastFirst || f.compression == JPEG {
		return data, nil
	}
	data = slices.Clone(data)
	for i, b := range data {
		data[i] = bits.Reverse8(b)
	}
	return data, nil
}

// packBits decompresses runs of equal bytes (TIFF 6.0, section 9).
type packBits struct{ data, ready []byte }

func (p *packBits) Read(b []byte) (int, error) {
	for len(p.ready) == 0 {
		if len(p.data) < 2 {
			return 0, io.EOF
		}
		n := int(int8(p.data[0]))
		p.data = p.data[1:]
		switch {
		case n >= len(p.data):
			return 0, io.ErrUnexpectedEOF
		case n >= 0:
			p.ready, p.data = p.data[:n+1], p.data[n+1:]
		case n > -128:
			p.ready, p.data = bytes.Repeat(p.data[:1], 1-n), p.data[1:]
		}
	}
	n := copy(b, p.ready)
	p.ready = p.ready[n:]
	return n, nil
}
