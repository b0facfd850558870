package photo

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"afterrain/engine/machine"
	"afterrain/engine/photo/ycbcr"
)

// errPlanes says that planes are not those of a picture.
var errPlanes = fmt.Errorf("%w: planes that are not those of a picture", errBrokenOff)

// heifPlane is one channel of a picture as HEVC has it.
type heifPlane struct {
	w, h, bits int
	samples    []uint16
}

// top is the level of white.
func (p heifPlane) top() float32 { return float32(uint(1)<<p.bits - 1) }

// readPlanes reads what afterrain-decode writes of a HEIC picture: see planes.write there.
func readPlanes(r *bufio.Reader) (*Photo, error) {
	var matrix, full int
	var premultiplied bool
	if n, _ := fmt.Fscanf(r, "planes %d %d %t\n", &matrix, &full, &premultiplied); n < 3 {
		return nil, errNoPicture
	}
	list, err := planeHeads(r)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := list[i].read(r); err != nil {
			return nil, fmt.Errorf("%w: %w", errBrokenOff, err)
		}
	}
	p := &Photo{Width: list[0].w, Height: list[0].h, Bits: 8}
	if list[0].bits > 8 {
		p.Bits = 16
	}
	if len(list)%2 == 0 {
		p.alpha = list[len(list)-1].opacity()
	}
	if p.Pix, err = colours(list, matrix, full != 0); err != nil {
		return nil, err
	}
	if premultiplied && p.alpha != nil {
		p.divide()
	}
	return p, nil
}

// planeHeads reads what is said of the planes: luma, two of chroma unless the picture is grey, and how opaque it is unless all of it is.
func planeHeads(r *bufio.Reader) (list []heifPlane, err error) {
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errBrokenOff, err)
		}
		if line == "\n" {
			break
		}
		var p heifPlane
		if n, _ := fmt.Sscan(strings.TrimSpace(line), &p.w, &p.h, &p.bits); n < 3 || p.bits < 8 || p.bits > 16 || len(list) == 4 {
			return nil, errPlanes
		}
		if err := checkSize(p.w, p.h, MaxPixels); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	if len(list) == 0 {
		return nil, errPlanes
	}
	luma := list[0]
	if len(list)%2 == 0 {
		if alpha := list[len(list)-1]; alpha.w != luma.w || alpha.h != luma.h {
			return nil, errPlanes
		}
	}
	return list, makeRoom(luma.w, luma.h, func() uint64 { return afterLibrary(machine.Memory(), luma.w, luma.h, heifBytes) })
}

// heifBytes is what libheif has of a pixel, in bytes.
const heifBytes = 3

// read reads a plane's samples: of one byte each, or of two, the low one first, if they have more than 8 bits.
func (p *heifPlane) read(r io.Reader) error {
	p.samples = make([]uint16, p.w*p.h)
	size := (p.bits + 7) / 8
	row := make([]byte, p.w*size)
	for y := range p.h {
		if _, err := io.ReadFull(r, row); err != nil {
			return err
		}
		samples := p.samples[y*p.w:][:p.w]
		if size == 1 {
			for x := range samples {
				samples[x] = uint16(row[x])
			}
			continue
		}
		for x := range samples {
			samples[x] = uint16(row[2*x]) | uint16(row[2*x+1])<<8
		}
	}
	return nil
}

// opacity is a plane's samples from 0 to 65535, nil if all is opaque.
func (p heifPlane) opacity() []uint16 {
	top, opaque := uint32(p.top()), true
	for i, v := range p.samples {
		opaque = opaque && uint32(v) == top
		p.samples[i] = uint16((min(uint32(v), top)*0xffff + top/2) / top)
	}
	if opaque {
		return nil
	}
	return p.samples
}

// colours converts planes into planar R, G, B from 0 to 1, by a matrix of ITU-T H.273.
func colours(list []heifPlane, matrix int, full bool) ([]float32, error) {
	luma := list[0]
	by, known := ycbcr.H273(matrix, full, luma.bits)
	grey := heifPlane{w: 1, h: 1, bits: luma.bits, samples: []uint16{uint16(by.Grey)}}
	cb, cr, sx, sy := grey, grey, luma.w, luma.h
	if len(list) > 2 {
		cb, cr = list[1], list[2]
		sx, sy = scale(luma.w, cb.w), scale(luma.h, cb.h)
	}
	switch {
	case cb.w != cr.w, cb.h != cr.h, cb.bits != luma.bits, cr.bits != luma.bits, sx == 0, sy == 0:
		return nil, fmt.Errorf("%w: a HEIC picture whose luma and chroma do not fit together; save it as JPEG, PNG or TIFF first", ErrKind)
	case matrix == matrixGBR && len(list) > 2 && sx == 1 && sy == 1:
		return gbr(luma, cb, cr, by), nil
	case !known:
		return nil, fmt.Errorf("%w: a HEIC picture whose colours are coded in an unusual way (matrix %d); save it as JPEG, PNG or TIFF first", ErrKind, matrix)
	}
	return ycbcr.Channels[uint16]{W: luma.w, H: luma.h, Y: luma.samples, Cb: cb.samples, Cr: cr.samples,
		YStride: luma.w, CStride: cb.w, Sx: sx, Sy: sy}.Samples(by), nil
}

// scale is how many pixels there are for a sample of chroma, 0 if that is neither one nor two.
func scale(luma, chroma int) int {
	switch chroma {
	case luma:
		return 1
	case (luma + 1) / 2:
		return 2
	}
	return 0
}

const matrixGBR = 0

// gbr takes over planes that are green, blue and red.
func gbr(g, b, r heifPlane, by ycbcr.Coding) []float32 {
	pix := make([]float32, 0, 3*len(g.samples))
	for _, p := range []heifPlane{r, g, b} {
		for _, v := range p.samples {
			pix = append(pix, by.Level(v))
		}
	}
	return pix
}

// divide undoes that colours were multiplied with how opaque they are.
func (p *Photo) divide() {
	for c := range 3 {
		plane := p.Pix[c*len(p.alpha):][:len(p.alpha)]
		for i, a := range p.alpha {
			if a > 0 {
				plane[i] = min(1, plane[i]*0xffff/float32(a))
			}
		}
	}
}
