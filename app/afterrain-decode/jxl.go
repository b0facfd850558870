package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"unsafe"
)

// jxlPicture is a decoded JPEG XL picture, not turned.
type jxlPicture struct {
	width, height, channels int    // grey or red, green and blue, and how opaque if not all of it is
	bits                    int    // of a sample, 8 or 16, which go from 0 to the most that these can say, unless asked for as coded
	coded                   int    // bits of a sample in the file
	samples                 []byte // interleaved, by rows, the low byte first
	icc                     []byte // what the colours are
}

// jxlWish is how a picture is to be decoded.
type jxlWish struct {
	pixels  uint64 // at most
	coded   bool   // levels and colours as they are coded, and always 16 bits a sample
	threads int
}

// mostExtra channels besides the colours are decoded with them, each of which takes the memory of a colour.
const mostExtra = 4

// jxlDecoding is a picture being decoded.
type jxlDecoding struct {
	*libJXL
	jxlWish
	decoder uintptr
	pin     runtime.Pinner // libjxl goes on using what is its
	of      jxlInfo
	to      jxlPicture
}

// decode decodes a JPEG XL file or codestream. The error's last words are ours for what there is to be done about it.
func (j *libJXL) decode(data []byte, wish jxlWish) (jxlPicture, error) {
	if len(data) == 0 {
		return jxlPicture{}, errors.New("there is nothing")
	}
	d := &jxlDecoding{libJXL: j, jxlWish: wish, decoder: j.new(0)}
	if d.decoder == 0 {
		return jxlPicture{}, errors.New("too little memory")
	}
	defer d.pin.Unpin()
	defer j.free(d.decoder)
	if wish.threads > 1 {
		threads := j.newThreads(0, uintptr(wish.threads))
		defer j.freeThreads(threads)
		j.runner(d.decoder, j.run, threads)
	}
	j.subscribe(d.decoder, jxlBasicInfo|jxlColours|jxlWhole)
	j.asStored(d.decoder, 1)
	j.divide(d.decoder, 1)
	d.pin.Pin(unsafe.SliceData(data))
	j.input(d.decoder, unsafe.SliceData(data), uintptr(len(data)))
	err := d.run()
	return d.to, err
}

// run goes through a picture.
func (d *jxlDecoding) run() (err error) {
	for err == nil {
		switch d.process(d.decoder) {
		case jxlBasicInfo:
			err = d.begin()
		case jxlColours:
			err = d.describe()
		case jxlNeedsOut:
			err = d.makeRoom()
		case jxlWhole:
			return nil
		case jxlHungry:
			return errors.New("it ends early")
		default:
			return errors.New("its data are damaged")
		}
	}
	return err
}

// begin decides by the head what is decoded.
func (d *jxlDecoding) begin() error {
	if d.info(d.decoder, &d.of) != jxlSuccess {
		return errors.New("its head is damaged")
	}
	of := d.of
	switch {
	case uint64(of.width)*uint64(of.height) > d.pixels:
		return fmt.Errorf("too big, %d x %d pixels", of.width, of.height)
	case of.animated != 0:
		return errors.New("unsupported, it is a film")
	case of.extra > mostExtra:
		return fmt.Errorf("unsupported, it has %d channels", of.colours+of.extra)
	case of.colours != 1 && of.colours != 3, of.bits < 1, of.bits > 32, d.coded && (of.bits > 16 || of.exponent > 0 || of.alphaBits > 0):
		return errors.New("unsupported samples")
	}
	d.to.width, d.to.height, d.to.channels, d.to.coded, d.to.bits = int(of.width), int(of.height), int(of.colours), int(of.bits), 8
	if of.alphaBits > 0 {
		d.to.channels++
	}
	if of.bits > 8 || of.alphaBits > 8 || d.coded {
		d.to.bits = 16
	}
	return nil
}

// describe asks for the colours' profile. A picture coded in XYB is converted into the colours that the file says: by libjxl where numbers can tell them. What
// is behind other profiles becomes that of Display P3 or, where that is too little, of BT.2020 with sRGB's tone curve, finely enough to be converted on: colours are the same then, though their profile is another. (Conversion into the
// profile itself does not come to an end with the libjxl that there is for Windows.)
func (d *jxlDecoding) describe() (err error) {
	if d.coded {
		return nil
	}
	if d.of.asCoded == 0 && d.named(d.decoder, jxlColoursFile, 0) != jxlSuccess {
		icc, err := d.profile(jxlColoursFile)
		if err != nil {
			return err
		}
		colours := jxlEncoding{space: jxlRGB, white: jxlD65, primaries: primariesFor(icc), transfer: jxlSRGB, intent: jxlRelative}
		if d.of.colours == 1 {
			colours.space = jxlGrey
		}
		if d.colours(d.decoder, &colours, 0, 0) != jxlSuccess {
			return errors.New("unsupported colours")
		}
		d.to.bits = 16
	}
	d.to.icc, err = d.profile(jxlColour)
	return err
}

// primariesFor are the narrowest that hold the colours of a profile, by its green (ICC.1:2022, 9.2.31): Display P3's, or BT.2020's, as of Adobe RGB and what is not known. In colours
// that are wider than they need be photos are paler to the network, which takes them for hazy then.
func primariesFor(icc []byte) int32 {
	const table, entry = 128 + 4, 12
	for at := table; at+entry <= len(icc) && at < table+100*entry; at += entry {
		place := int(binary.BigEndian.Uint32(icc[at+4:]))
		if string(icc[at:at+4]) != "gXYZ" || place > len(icc)-20 {
			continue
		}
		var sum, x float64
		for i := range 3 {
			v := float64(int32(binary.BigEndian.Uint32(icc[place+8+4*i:])))
			sum += v
			if i == 0 {
				x = v
			}
		}
		if x/sum > 0.27 { // sRGB's is at 0.32, P3's at 0.28, Adobe RGB's at 0.23
			return jxlP3
		}
	}
	return jxl2020
}

// mostProfile is how large a profile is taken, in bytes.
const mostProfile = 16 << 20

func (d *jxlDecoding) profile(of int32) ([]byte, error) {
	var size uintptr
	if d.iccSize(d.decoder, of, &size) != jxlSuccess || size == 0 || size > mostProfile {
		return nil, errors.New("unsupported colours")
	}
	icc := make([]byte, size)
	if d.icc(d.decoder, of, unsafe.SliceData(icc), size) != jxlSuccess {
		return nil, errors.New("its colours are damaged")
	}
	return icc, nil
}

// makeRoom gives libjxl room for the samples, before it decodes any.
func (d *jxlDecoding) makeRoom() error {
	format := jxlFormat{channels: uint32(d.to.channels), kind: jxlBytes, endianness: jxlLowFirst}
	if d.to.bits == 16 {
		format.kind = jxlShorts
	}
	var size uintptr
	if d.outSize(d.decoder, &format, &size) != jxlSuccess || size != uintptr(d.to.width*d.to.height*d.to.channels*d.to.bits/8) {
		return errors.New("its size is damaged")
	}
	d.to.samples = make([]byte, size)
	d.pin.Pin(unsafe.SliceData(d.to.samples))
	if d.out(d.decoder, &format, unsafe.SliceData(d.to.samples), size) != jxlSuccess {
		return errors.New("unsupported samples")
	}
	if d.coded && d.outDepth(d.decoder, &jxlDepth{kind: jxlLevelsAsCoded}) != jxlSuccess {
		return errors.New("unsupported samples")
	}
	return nil
}

// decodeJXL writes the picture that libjxl makes of the file at path, if it has no more pixels.
func decodeJXL(path, pixels string, to io.Writer) error {
	most, err := strconv.ParseUint(pixels, 10, 32)
	if err != nil {
		return err
	}
	j, err := loadLibJXL()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	p, err := j.decode(data, jxlWish{pixels: most, threads: runtime.NumCPU()})
	if err != nil {
		return fmt.Errorf("cannot decode %s: %w", path, err)
	}
	return p.write(to)
}

// write writes a line "jxl", width, height, channels, bits and the length of the profile, the profile, and the samples.
func (p jxlPicture) write(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<20)
	fmt.Fprintf(out, "jxl %d %d %d %d %d\n", p.width, p.height, p.channels, p.bits, len(p.icc))
	out.Write(p.icc)
	out.Write(p.samples) // whose errors Flush tells
	return out.Flush()
}
