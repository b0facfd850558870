// Program afterrain-raw develops one camera raw file with LibRaw, for the other programs, which start it: a file that breaks it
// takes nothing else with it.
//
//	afterrain-raw [options] FILE
//
// It takes the options of LibRaw's own program dcraw_emu that Afterrain uses, and stands in for it where LibRaw is but the program is not, as on Windows:
// -w -6 -q 11 -o 1 -g 2.4 12.92 -Z - are what it always does, and -W leaves out the automatic brightness. The picture, a PPM or PGM with 16 bits a
// sample, goes to standard output; what is wrong to standard error, as "cannot unpack a.nef: Input/output error", with exit code 1.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: afterrain-raw [-W] FILE")
		os.Exit(2)
	}
	path, options := os.Args[len(os.Args)-1], os.Args[1:len(os.Args)-1]
	if err := develop(path, !slices.Contains(options, "-W"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// develop writes the picture that LibRaw makes of the file at path.
func develop(path string, brighten bool, to io.Writer) error {
	raw, err := loadLibRaw()
	if err != nil {
		return err
	}
	p, err := raw.develop(path, brighten)
	if err != nil {
		return err
	}
	return p.write(to)
}

// picture is what LibRaw makes of a file.
type picture struct {
	width, height, channels int
	samples                 []uint16 // interleaved, by rows
}

// write writes a binary PPM or PGM of 16 bits a sample.
func (p picture) write(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<20)
	kind, ok := map[int]string{1: "P5", 3: "P6"}[p.channels]
	if !ok {
		return fmt.Errorf("a picture of %d colours", p.channels)
	}
	fmt.Fprintf(out, "%s\n%d %d\n65535\n", kind, p.width, p.height)
	row := make([]byte, 0, 2*p.width*p.channels)
	for samples := range slices.Chunk(p.samples, p.width*p.channels) {
		row = row[:0]
		for _, v := range samples {
			row = binary.BigEndian.AppendUint16(row, v)
		}
		if _, err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Flush()
}
