package main

import (
	"bufio"
	"fmt"
	"io"
)

// planes is a picture as its file has it: luma, two planes of chroma unless it is grey, and how opaque it is unless all of it is.
type planes struct {
	matrix        int32 // of the colours (ITU-T H.273)
	full          uint8 // 1: all levels are used, 0: as in video
	premultiplied bool
	list          []plane
}

// plane is one channel.
type plane struct {
	width, height, bits int
	stride              int    // bytes from row to row
	data                []byte // samples of one byte, or of two where they have more than 8 bits, the low one first
}

// write writes a line that says what follows, "planes", matrix, range and whether the colours are premultiplied, then a line of width, height and bits of
// each plane and one that is empty, and the planes, row by row as they are.
func (p planes) write(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<20)
	fmt.Fprintf(out, "planes %d %d %t\n", p.matrix, p.full, p.premultiplied)
	for _, c := range p.list {
		fmt.Fprintf(out, "%d %d %d\n", c.width, c.height, c.bits)
	}
	fmt.Fprintln(out)
	for _, c := range p.list {
		for y := range c.height {
			if _, err := out.Write(c.data[y*c.stride:][:c.width*((c.bits+7)/8)]); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
