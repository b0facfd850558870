package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"testing"
)

// Forged files of a few kilobytes, whose lists say the same thing a thousand times over, must not take the memory of what they would
// stand for: looking through a folder reads the heads of all that is in it.
func TestForgedListsTakeLittle(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		read func(data []byte)
		most uint64 // bytes
	}{
		"pieces of an item":       {piecesOfNothing(60), func(data []byte) { heifMetadata(data) }, 4 << 20},
		"directories of pictures": {sameDirectories(200), func(data []byte) { rawSize(data, nil) }, 8 << 20},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c.read(c.data)
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; taken > c.most {
			t.Errorf("%s: %d bytes taken by a file of %d", name, taken, len(c.data))
		}
	}
}

// What lies in so many pieces is not whole.
func TestForgedHEICIsDamaged(t *testing.T) {
	if _, err := parseHEIF(piecesOfNothing(60)); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// piecesOfNothing is the boxes of a HEIC file whose picture lies in very many pieces, each of which takes no room in the list.
func piecesOfNothing(items int) []byte {
	box := func(kind string, parts ...[]byte) []byte {
		body := bytes.Join(parts, nil)
		return append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), append([]byte(kind), body...)...)
	}
	version := func(n byte) []byte { return []byte{n, 0, 0, 0} }
	iinf := box("iinf", version(0), []byte{0, 1}, box("infe", version(2), []byte("\x00\x01\x00\x00hvc1\x00")))
	iloc := [][]byte{version(0), {0, 0}, binary.BigEndian.AppendUint16(nil, uint16(items))}
	for range items {
		iloc = append(iloc, []byte("\x00\x01\x00\x00\xff\xff"))
	}
	return append(box("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")), box("meta", version(0), box("pitm", version(0), []byte{0, 1}), iinf, box("iloc", iloc...))...)
}

// sameDirectories is a camera raw file that names one large directory so many times.
func sameDirectories(times int) []byte {
	order := binary.LittleEndian
	const first, large = 8 + 2 + 2*12 + 4, 2 + 12*0xffff + 4
	data := append([]byte("II*\x00\x08\x00\x00\x00\x02\x00"), 0x06, 1, 3, 0, 1, 0, 0, 0, 0x23, 0x80, 0, 0, 0x4a, 1, 4, 0)
	data = order.AppendUint32(order.AppendUint32(data, uint32(times)), first+large)
	data = append(append(data, 0, 0, 0, 0, 0xff, 0xff), make([]byte, large-2)...)
	for range times {
		data = order.AppendUint32(data, first)
	}
	return data
}
