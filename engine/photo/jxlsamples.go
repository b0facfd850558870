package photo

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"afterrain/engine/machine"
	"afterrain/engine/photo/parallel"
)

// jxlBytes is what afterrain-decode has of a pixel, in bytes.
const jxlBytes = 5

// readJXL reads what afterrain-decode writes of a JPEG XL picture, and its profile: see jxlPicture.write there.
func readJXL(r *bufio.Reader) (p *Photo, icc []byte, err error) {
	var w, h, channels, bits, profile int
	if n, _ := fmt.Fscanf(r, "jxl %d %d %d %d %d\n", &w, &h, &channels, &bits, &profile); n < 5 {
		return nil, nil, errNoPicture
	}
	if channels < 1 || channels > 4 || bits != 8 && bits != 16 || profile < 0 || profile > maxProfile {
		return nil, nil, errPlanes
	}
	if err := admit(w, h, MaxPixels, func() uint64 { return afterLibrary(machine.Memory(), w, h, jxlBytes) }); err != nil {
		return nil, nil, err
	}
	icc = make([]byte, profile)
	if _, err := io.ReadFull(r, icc); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errBrokenOff, err)
	}
	p = &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: bits}
	if channels%2 == 0 {
		p.alpha = make([]uint16, w*h)
	}
	if err := p.fillJXL(r, channels); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errBrokenOff, err)
	}
	if p.alpha != nil && opaque(p.alpha) {
		p.alpha = nil
	}
	return p, icc, nil
}

func opaque(alpha []uint16) bool {
	for _, a := range alpha {
		if a != 0xffff {
			return false
		}
	}
	return true
}

// fillJXL reads interleaved samples of one byte each, or of two, the low one first.
func (p *Photo) fillJXL(r io.Reader, channels int) error {
	const most = 64
	row := p.Width * channels * p.Bits / 8
	rows := make([]byte, min(most, p.Height)*row)
	for top := 0; top < p.Height; top += most {
		n := min(most, p.Height-top)
		if _, err := io.ReadFull(r, rows[:n*row]); err != nil {
			return err
		}
		parallel.Rows(n, func(i int) { p.fillRowJXL(top+i, rows[i*row:][:row], channels) })
	}
	return nil
}

func (p *Photo) fillRowJXL(y int, row []byte, channels int) {
	colours := (channels-1)/2*2 + 1 // of 1 to 4: 1 1 3 3
	size := p.Bits / 8
	level := func(x, c int) uint16 {
		at := (x*channels + c) * size
		if size == 1 {
			return uint16(row[at]) * 257
		}
		return binary.LittleEndian.Uint16(row[at:])
	}
	for c := range 3 {
		plane := p.Pix[(c*p.Height+y)*p.Width:][:p.Width]
		for x := range plane {
			plane[x] = float32(level(x, c%colours)) / 0xffff
		}
	}
	if p.alpha != nil {
		for x := range p.Width {
			p.alpha[y*p.Width+x] = level(x, colours)
		}
	}
}
