package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"runtime"

	"github.com/gen2brain/jpegli"

	"afterrain/engine/photo/parallel"
)

// A JPEG is written in bands of whole blocks, a restart marker after each (ITU-T
// T.81, section E.1.4): a marker begins the coding anew, so that bands can be
// encoded apart and simply stand one after the other. It takes a band's memory
// instead of the photo's several times, and all cores.

// blockSide is the length of a JPEG block in pixels.
const blockSide = 8

// maxInterval is the longest restart interval in blocks.
const maxInterval = 0xffff

// bandPixels is the size of a band, about; it is encoded in a twentieth of a second.
const bandPixels = 1 << 19

// band is a JPEG of some rows of a photo: the segments before its scan, with
// the scan's own header last, and the coded scan without its end.
type band struct {
	segments []segment
	scan     []byte
}

// encodeJPEG writes full chroma resolution (4:4:4): image/jpeg can only halve it,
// which costs up to 80 of 255 levels at hard edges of colour. Without
// optimised Huffman tables, which need the whole photo's coefficients in memory,
// the file is an eighth larger.
func (p *Photo) encodeJPEG(ctx context.Context, w io.Writer, quality int) error {
	across := (p.Width + blockSide - 1) / blockSide
	rows := bandRows(p.Width)
	count := (p.Height + rows - 1) / rows
	bands := make([]band, min(runtime.GOMAXPROCS(0), count))
	for done := 0; done < count; done += len(bands) {
		bands = bands[:min(len(bands), count-done)]
		if err := p.bands(ctx, bands, done, rows, quality); err != nil {
			return err
		}
		for i, b := range bands {
			var err error
			if done+i == 0 {
				err = p.jpegHead(w, b.segments, across*rows/blockSide)
			} else {
				_, err = w.Write([]byte{0xff, byte(markerRST0 + (done+i-1)%8)})
			}
			if err == nil {
				_, err = w.Write(b.scan)
			}
			if err != nil {
				return err
			}
		}
	}
	_, err := w.Write([]byte{0xff, markerEOI})
	return err
}

// bandRows is the height of a band: whole blocks, as many as a restart
// interval holds at most.
func bandRows(width int) int {
	across := (width + blockSide - 1) / blockSide
	return max(1, min(maxInterval/across, bandPixels/(width*blockSide))) * blockSide
}

// bands encodes len(list) bands from the one numbered first on. When ctx is done it
// returns ctx's error at once, and what was begun ends unseen.
func (p *Photo) bands(ctx context.Context, list []band, first, rows, quality int) error {
	errs := make([]error, len(list))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		parallel.Rows(len(list), func(i int) {
			from := (first + i) * rows
			list[i], errs[i] = p.band(ctx, from, min(from+rows, p.Height), quality)
		})
	}()
	select {
	case <-ended:
		return errors.Join(append(errs, ctx.Err())...)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Photo) band(ctx context.Context, from, to, quality int) (band, error) {
	if err := ctx.Err(); err != nil {
		return band{}, err
	}
	var b bytes.Buffer
	err := jpegli.Encode(&b, p.image8(ctx, from, to), &jpegli.EncodingOptions{
		Quality: quality, ChromaSubsampling: image.YCbCrSubsampleRatio444, StandardQuantTables: true, DCTMethod: jpegli.DCTFloat,
	})
	if err != nil {
		return band{}, fmt.Errorf("encode JPEG: %w", err)
	}
	return newBand(b.Bytes())
}

// newBand takes a JPEG apart.
func newBand(data []byte) (band, error) {
	list := segments(data)
	at := 2
	for _, s := range list {
		at += 4 + len(s.data)
	}
	end := len(data) - 2
	if len(list) == 0 || at+4 > end || data[at+1] != markerSOS || data[end+1] != markerEOI {
		return band{}, errors.New("encode JPEG: the encoder wrote something else")
	}
	length := int(binary.BigEndian.Uint16(data[at+2:]))
	if at+2+length > end {
		return band{}, errors.New("encode JPEG: the encoder wrote no scan")
	}
	list = append(list, segment{markerSOS, data[at+4 : at+2+length]})
	return band{list, data[at+2+length : end]}, nil
}

// jpegHead writes what stands before the first band: the metadata, and the
// encoder's own segments with the photo's whole height and the restart interval
// in blocks. Each band has the same tables, since none are made to measure.
func (p *Photo) jpegHead(w io.Writer, list []segment, interval int) error {
	out := append([]byte{0xff, 0xd8}, p.meta.jpegSegments()...)
	put := func(marker byte, data []byte) {
		out = append(out, 0xff, marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(data)+2))
		out = append(out, data...)
	}
	for _, s := range list {
		switch {
		case s.is(markerAPP0, signJFIF):
			continue // ours stands in its place
		case s.marker >= markerSOF0 && s.marker <= markerSOF0+2:
			binary.BigEndian.PutUint16(s.data[1:], uint16(p.Height))
		case s.marker == markerSOS:
			put(markerDRI, binary.BigEndian.AppendUint16(nil, uint16(interval)))
		}
		put(s.marker, s.data)
	}
	_, err := w.Write(out)
	return err
}
