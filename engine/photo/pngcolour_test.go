package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"testing"

	"afterrain/engine/photo/colour"
)

// coloured is a PNG with these chunks.
func coloured(t *testing.T, chunks ...chunk) *Photo {
	t.Helper()
	png := read(t, "chroma.png")
	p, err := decode(slices.Concat(png[:pngHeaderLen], metadata{png: chunks}.pngChunks(), png[pngHeaderLen:]), MaxPixels)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func number32(values ...uint32) (out []byte) {
	for _, v := range values {
		out = binary.BigEndian.AppendUint32(out, v)
	}
	return out
}

// A JPEG or TIFF has no place for what a PNG says of its colours in chunks of its own: a
// profile says it there.
func TestColoursOfAPNGStay(t *testing.T) {
	gamma := func(v uint32) chunk { return chunk{"gAMA", number32(v)} }
	usual := chunk{"cHRM", number32(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)}
	adobe := chunk{"cHRM", number32(31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)}
	for name, c := range map[string]struct {
		chunks []chunk
		middle float64 // light of a sample of one half; 0 = no profile
		green  float64 // X of green under D50
	}{
		"nothing":                   {nil, 0, 0},
		"sRGB by its numbers":       {[]chunk{gamma(45455), usual}, 0, 0},
		"sRGB, and a gamma":         {[]chunk{gamma(100000), {"sRGB", []byte{0}}}, 0, 0},
		"linear light":              {[]chunk{gamma(100000)}, 0.5, 0.3851},
		"an old Mac's":              {[]chunk{gamma(55556), usual}, math.Pow(0.5, 1.8), 0.3851},
		"Adobe RGB":                 {[]chunk{gamma(45455), adobe}, math.Pow(0.5, 2.2), 0.2053},
		"its primaries only":        {[]chunk{adobe}, 0.2140, 0.2053},
		"no gamma":                  {[]chunk{gamma(0)}, 0, 0},
		"colours in a line":         {[]chunk{{"cHRM", number32(31270, 32900, 1, 1, 2, 2, 3, 3)}}, 0, 0},
		"no colours":                {[]chunk{{"cHRM", make([]byte, 32)}}, 0, 0},
		"cICP sRGB":                 {[]chunk{{"cICP", []byte{1, 13, 0, 1}}}, 0, 0},
		"cICP that says nothing":    {[]chunk{{"cICP", []byte{2, 2, 0, 1}}}, 0, 0},
		"cICP Display P3":           {[]chunk{{"cICP", []byte{12, 13, 0, 1}}, gamma(100000)}, 0.2140, 0.2920},
		"cICP of video":             {[]chunk{{"cICP", []byte{1, 1, 0, 1}}}, 0.2595, 0.3851},
		"cICP linear light, P3":     {[]chunk{{"cICP", []byte{12, 8, 0, 1}}}, 0.5, 0.2920},
		"cICP of a television, 625": {[]chunk{{"cICP", []byte{5, 5, 0, 1}}}, math.Pow(0.5, 2.8), 0.3676},
	} {
		p := coloured(t, c.chunks...)
		for _, file := range []string{"a.jpg", "a.tif", "a.png"} {
			q := savedAgain(t, p, file)
			if !bytes.Equal(q.meta.icc, p.meta.icc) {
				t.Errorf("%s, %s: another profile", name, file)
			}
		}
		if icc := p.meta.icc; (icc != nil) != (c.middle > 0) || icc != nil && !colour.ForRGB(icc) {
			t.Errorf("%s: %d bytes of a profile", name, len(icc))
		} else if icc != nil {
			if got := middle(icc); math.Abs(got-c.middle) > 0.002 {
				t.Errorf("%s: half is %.4f instead of %.4f", name, got, c.middle)
			}
			if got := float64(int32(binary.BigEndian.Uint32(colour.Tag(icc, "gXYZ")[8:]))) / 65536; math.Abs(got-c.green) > 0.001 {
				t.Errorf("%s: X of green is %.4f instead of %.4f", name, got, c.green)
			}
		}
	}
}

// middle is the light of a sample of one half.
func middle(icc []byte) float64 {
	curve := colour.Tag(icc, "gTRC")[8:]
	n := binary.BigEndian.Uint32(curve)
	if n == 1 {
		return math.Pow(0.5, float64(binary.BigEndian.Uint16(curve[4:]))/256)
	}
	return float64(binary.BigEndian.Uint16(curve[4+n/2*2:])) / 65535
}

// No profile holds the tones of HDR: only a PNG keeps them.
func TestHDROfAPNGStaysAPNG(t *testing.T) {
	for name, cicp := range map[string][]byte{"PQ": {9, 16, 0, 1}, "HLG": {9, 18, 0, 1}, "narrow range": {1, 13, 0, 0}, "unknown primaries": {200, 13, 0, 1}} {
		p := coloured(t, chunk{"cICP", cicp})
		if q := savedAgain(t, p, "a.png"); !bytes.Equal(find(q.meta.png, "cICP", 4), cicp) {
			t.Errorf("%s: the PNG says %v", name, q.meta.png)
		}
		for _, file := range []string{"a.jpg", "a.tif"} {
			if err := p.CanSave(t.TempDir()+"/"+file, SaveOptions{}); !errors.Is(err, ErrOnlyPNG) || !errors.Is(err, ErrFormat) {
				t.Errorf("%s, %s: %v", name, file, err)
			}
		}
	}
	p := coloured(t, chunk{"cICP", []byte{9, 16, 0, 1}}, chunk{"iCCP", append([]byte("x\x00\x00"), deflate(colour.NewProfile("x", colour.Gamma(2.2), colour.SRGB))...)})
	if q := savedAgain(t, p, "a.jpg"); !colour.ForRGB(q.meta.icc) {
		t.Error("the profile beside it was lost")
	}
}

// What a screen has to know of the picture's brightness goes along with it.
func TestHDROfAPNGKeepsItsBrightness(t *testing.T) {
	display, light := bytes.Repeat([]byte{1, 2, 3}, 8), bytes.Repeat([]byte{4, 5}, 4)
	p := coloured(t, chunk{"cICP", []byte{9, 16, 0, 1}}, chunk{"mDCV", display}, chunk{"cLLI", light})
	q := savedAgain(t, p, "a.png")
	if !bytes.Equal(find(q.meta.png, "mDCV", 24), display) || !bytes.Equal(find(q.meta.png, "cLLI", 8), light) {
		t.Errorf("the PNG says %v", q.meta.png)
	}
}
