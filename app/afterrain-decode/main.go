// Program afterrain-decode makes a picture of one camera raw file with LibRaw, of one HEIC file with libheif, or of one JPEG XL file with libjxl, for the other programs, which start it: a file that breaks it
// takes nothing else with it.
//
//	afterrain-decode [options] FILE
//	afterrain-decode heif THUMBNAIL PIXELS FILE
//	afterrain-decode jxl PIXELS FILE
//
// Of a camera raw file it takes the options of LibRaw's own program dcraw_emu that Afterrain uses, and stands in for it where LibRaw is but the program is not, as on Windows:
// -w -6 -q 11 -o 1 -g 2.4 12.92 -Z - are what it always does, and -W leaves out the automatic brightness. The picture, a PPM or PGM with 16 bits a
// sample, goes to standard output; what is wrong to standard error, as "cannot unpack a.nef: Input/output error", with exit code 1.
//
// With -o 0 the picture is linear and in the sensor's own colours, white-balanced, with all that is brighter than white; a comment in its head
// says in JSON what has to be known to develop it later (see sensor), where black lies in it, and how much noise there is.
//
// Of a HEIC file it decodes the photo, or the thumbnail with that number if that is not 0, if it and its tiles have no more than so many pixels each. Standard output gets its planes as planes.write says, neither turned nor cut.
// Of a JPEG XL file of no more than so many pixels it decodes the picture. Standard output gets what jxlPicture.write says, not turned.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: afterrain-decode [-W] [-o 0] FILE, or afterrain-decode heif THUMBNAIL PIXELS FILE, or afterrain-decode jxl PIXELS FILE")
		os.Exit(2)
	}
	path, options := os.Args[len(os.Args)-1], os.Args[1:len(os.Args)-1]
	var err error
	switch {
	case len(options) == 3 && options[0] == "heif":
		err = decode(path, options[1], options[2], os.Stdout)
	case len(options) == 2 && options[0] == "jxl":
		err = decodeJXL(path, options[1], os.Stdout)
	default:
		err = develop(path, wayOf(options), os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// way is how a file is to be developed: with the camera's white balance, into sRGB, LibRaw choosing how bright.
type way struct {
	dark   bool // as bright as it was exposed
	linear bool // that too, and in the sensor's colours
}

func wayOf(options []string) way {
	space := slices.Index(options, "-o") + 1
	return way{dark: slices.Contains(options, "-W"), linear: space > 0 && space < len(options) && options[space] == "0"}
}

// decode writes the planes that libheif makes of the photo in the file at path, or of its thumbnail of that number if that is not 0.
func decode(path, thumbnail, pixels string, to io.Writer) error {
	id, err := strconv.ParseUint(thumbnail, 10, 32)
	if err != nil {
		return err
	}
	most, err := strconv.ParseUint(pixels, 10, 32)
	if err != nil {
		return err
	}
	heif, err := loadLibHEIF()
	if err != nil {
		return err
	}
	p, err := heif.open(path, uint32(id), most)
	if err != nil {
		return err
	}
	return p.write(to)
}

// develop writes the picture that LibRaw makes of the file at path.
func develop(path string, w way, to io.Writer) error {
	raw, err := loadLibRaw()
	if err != nil {
		return err
	}
	p, err := raw.develop(path, w)
	if err != nil {
		return err
	}
	return p.write(to)
}

// picture is what LibRaw makes of a file.
type picture struct {
	width, height, channels int
	samples                 []uint16 // interleaved, by rows
	of                      *sensor  // that they are the colours of; nil = sRGB
}

// write writes a binary PPM or PGM of 16 bits a sample.
func (p picture) write(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<20)
	kind, ok := map[int]string{1: "P5", 3: "P6"}[p.channels]
	if !ok {
		return fmt.Errorf("a picture of %d colours", p.channels)
	}
	fmt.Fprintln(out, kind)
	if p.of != nil {
		about, err := json.Marshal(p.of)
		if err != nil {
			return err // a number that is none
		}
		fmt.Fprintf(out, "# %s\n", about)
	}
	fmt.Fprintf(out, "%d %d\n65535\n", p.width, p.height)
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
