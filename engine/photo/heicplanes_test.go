package photo

import (
	"bufio"
	"errors"
	"image"
	"math"
	"strings"
	"testing"
)

// Planes of luma and chroma become the colours that H.273 says, whatever their depth and range, and chroma of half the size is interpolated.
func TestPlanesOfHEIC(t *testing.T) {
	for name, c := range map[string]struct {
		planes string
		want   []float64 // planar
		alpha  []uint16
	}{
		"grey":                  {"planes 6 1 false\n2 1 8\n\n\x00\xff", []float64{0, 1, 0, 1, 0, 1}, nil},
		"grey as in video":      {"planes 1 0 false\n2 1 10\n\n\x40\x00\xac\x03", []float64{0, 1, 0, 1, 0, 1}, nil},
		"grey, half opaque":     {"planes 6 1 false\n2 1 8\n2 1 8\n\n\x00\xff\xff\x80", []float64{0, 1, 0, 1, 0, 1}, []uint16{0xffff, 0x8080}},
		"opaque":                {"planes 6 1 false\n1 1 8\n1 1 8\n\n\xff\xff", []float64{1, 1, 1}, nil},
		"multiplied with alpha": {"planes 6 1 true\n1 1 8\n1 1 8\n\n\x40\x80", []float64{0.5, 0.5, 0.5}, []uint16{0x8080}},
		"BT.601":                {"planes 6 1 false\n1 1 8\n1 1 8\n1 1 8\n\n\x66\x66\x99", []float64{137.05 / 255, 93.09 / 255, 55.93 / 255}, nil},
		"BT.709, 12 bits":       {"planes 1 1 false\n1 1 12\n1 1 12\n1 1 12\n\n\x00\x08\x00\x08\x00\x09", []float64{2451.14 / 4095, 1928.16 / 4095, 2048. / 4095}, nil},
		"BT.2020 as in video":   {"planes 9 0 false\n1 1 10\n1 1 10\n1 1 10\n\n\x00\x02\x00\x02\x40\x02", []float64{0.6167, 0.4706, 0.5114}, nil},
		"green, blue, red":      {"planes 0 1 false\n1 1 8\n1 1 8\n1 1 8\n\n\x33\x66\x99", []float64{0.6, 0.2, 0.4}, nil},
		"4:2:2": {"planes 6 1 false\n4 1 8\n2 1 8\n2 1 8\n\n\x80\x80\x80\x80\x80\x80\x80\xa8", []float64{128. / 255, (128 + 1.402*10) / 255, (128 + 1.402*30) / 255, (128 + 1.402*40) / 255,
			128. / 255, (128 - 0.714136*10) / 255, (128 - 0.714136*30) / 255, (128 - 0.714136*40) / 255, 128. / 255, 128. / 255, 128. / 255, 128. / 255}, nil},
	} {
		p, err := readPlanes(bufio.NewReader(strings.NewReader(c.planes)))
		if err != nil || len(p.Pix) != len(c.want) || len(p.alpha) != len(c.alpha) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range c.want {
			if math.Abs(float64(p.Pix[i])-want) > 2e-4 {
				t.Errorf("%s: sample %d is %.4f instead of %.4f", name, i, p.Pix[i], want)
			}
		}
		for i, want := range c.alpha {
			if p.alpha[i] != want {
				t.Errorf("%s: opacity %d instead of %d", name, p.alpha[i], want)
			}
		}
	}
}

func TestBadPlanesOfHEIC(t *testing.T) {
	for planes, want := range map[string]error{
		"":                                    errNoPicture,
		"planes 6\n":                          errNoPicture,
		"planes 6 1 false\n\n":                errBrokenOff,
		"planes 6 1 false\n2 1 7\n\n12":       errBrokenOff,
		"planes 6 1 false\n2 1 8\n1 1 8\n\n1": errBrokenOff,
		"planes 6 1 false\n2 1 8\n\n1":        errBrokenOff,
		"planes 6 1 false\n0 1 8\n\n":         ErrDamaged,
		"planes 6 1 false\n2 1 8\n2 1 8\n2 1 8\n2 1 8\n2 1 8\n\n1212121212":   errBrokenOff,
		"planes 14 1 false\n1 1 8\n1 1 8\n1 1 8\n\n123":                       ErrKind,
		"planes 6 1 false\n5 1 8\n2 1 8\n2 1 8\n\n123451212":                  ErrKind,
		"planes 0 1 false\n2 1 8\n1 1 8\n1 1 8\n\n1212":                       ErrKind,
		"planes 6 1 false\n99999999 99999999 8\n\n1212":                       ErrTooLarge,
		"planes 6 1 false\n9223372036854775807 9223372036854775807 8\n\n1212": ErrTooLarge,
	} {
		if p, err := readPlanes(bufio.NewReader(strings.NewReader(planes))); p != nil || !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", planes, err, want)
		}
	}
}

// The part that is to be shown is found, and one that lies outside is refused.
func TestPartOfHEIC(t *testing.T) {
	number := func(list ...int32) (data []byte) {
		for _, v := range list {
			data = append(data, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
		}
		return data
	}
	for name, c := range map[string]struct {
		clap []byte
		want image.Rectangle
		ok   bool
	}{
		"none":         {nil, image.Rect(0, 0, 64, 64), true},
		"left and top": {number(48, 1, 32, 1, -8, 1, -16, 1), image.Rect(0, 0, 48, 32), true},
		"halves":       {number(63, 1, 51, 1, -1, 2, -13, 2), image.Rect(0, 0, 63, 51), true},
		"the middle":   {number(48, 1, 32, 1, 0, 1, 0, 1), image.Rect(8, 16, 56, 48), true},
		"beyond":       {number(48, 1, 32, 1, 200, 1, 0, 1), image.Rectangle{}, false},
		"too much":     {number(480, 1, 32, 1, 0, 1, 0, 1), image.Rectangle{}, false},
		"no number":    {number(48, 0, 32, 1, 0, 1, 0, 1), image.Rectangle{}, false},
		"no place":     {number(48, 1, 32, 1, 0, 0, 0, 1), image.Rectangle{}, false},
		"cut off":      {number(48, 1, 32), image.Rectangle{}, false},
	} {
		i := &heifItem{}
		if c.clap != nil {
			i.properties = []box{{"clap", c.clap}}
		}
		got, err := i.aperture(image.Pt(64, 64))
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	p := &Photo{Width: 3, Height: 2, Pix: []float32{1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26}, alpha: []uint16{1, 2, 3, 4, 5, 6}}
	p.cut(image.Rect(1, 1, 3, 2))
	if p.Width != 2 || p.Height != 1 || p.Pix[2] != 15 || len(p.Pix) != 6 || p.alpha[1] != 6 {
		t.Errorf("%+v", p)
	}
}
