package tiff

import (
	"encoding/binary"
	"testing"
	"time"

	"afterrain/engine/photo/ifd"
)

// A chain of directories that lie over each other is no reason to read for hours.
func TestForgedChainEnds(t *testing.T) {
	data := binary.LittleEndian.AppendUint32([]byte("II*\x00"), 8)
	data = append(data, make([]byte, 1<<20)...)
	const step, length = 8, 2 + 12*0xffff
	for at := 8; at+length+4 < len(data); at += step {
		copy(data[at:], "\xff\xff")
		binary.LittleEndian.PutUint32(data[at+length:], uint32(at+step))
	}
	began := time.Now()
	s, _ := ifd.Parse(data)
	if n := pages(s); n < 1 || time.Since(began) > time.Second {
		t.Errorf("%d pages after %v", n, time.Since(began))
	}
}
