package photo

import (
	"bytes"
	"image"
	"image/jpeg"

	"afterrain/engine/photo/ifd"
)

// A camera raw file has pictures that the camera made of it, as JPEGs: what its back shows, and one as large as the photo.

const (
	tagSubIFDs = 0x014a

	leastPicture  = 480       // px, the longer side of a camera's picture that tells how bright all of it is
	enoughPicture = 2048      // px, of one that is shown until the photo is there
	mostStarts    = 4096      // of pictures that are looked at
	mostHead      = 256 << 10 // bytes until a JPEG tells its size
	mostPicture   = 150e6     // pixels; cameras have no more
)

var jpegStart = []byte("\xff\xd8\xff")

// cameraJPEG is a picture of the camera's in its raw file.
type cameraJPEG struct {
	data []byte // from where it begins to the end of the file
	size image.Point
}

func (p cameraJPEG) side() int { return max(p.size.X, p.size.Y) }

// pictures lists the JPEGs in a camera raw file that can be decoded. What a sensor has measured is
// none, though some DNGs hold it as tiles that are ordinary JPEGs.
func pictures(data []byte) (list []cameraJPEG) {
	measured := measurements(data)
	for at, tries := 0, 0; tries < mostStarts; at, tries = at+1, tries+1 {
		next := bytes.Index(data[at:], jpegStart)
		if next < 0 {
			break
		}
		at += next
		size, err := jpeg.DecodeConfig(bytes.NewReader(data[at:min(len(data), at+mostHead)]))
		if p := (cameraJPEG{data[at:], image.Pt(size.Width, size.Height)}); err == nil && !measured[uint32(at)] && p.side() > 0 && size.Width*size.Height <= mostPicture {
			list = append(list, p)
		}
	}
	return list
}

// measurements is where the tiles or strips of what a sensor has measured begin.
func measurements(data []byte) map[uint32]bool {
	places := map[uint32]bool{}
	t, dirs := rawDirs(data)
	for _, d := range dirs {
		if colour, _ := t.Number(d, ifd.TagPhotometric); colour == rawMosaic || colour == rawLinear {
			for _, at := range append(t.Numbers(d, ifd.TagTileOffsets), t.Numbers(d, ifd.TagStripOffsets)...) {
				places[at] = true
			}
		}
	}
	return places
}

// rawDirs lists the directories of a camera raw file's pictures; none if it is no TIFF file.
func rawDirs(data []byte) (t ifd.Structure, list []ifd.Directory) {
	t, ok := ifd.Parse(data)
	if !ok {
		return t, nil
	}
	list = []ifd.Directory{t.First()}
	left := len(data)
	for _, at := range t.Numbers(list[0], tagSubIFDs) {
		d := t.Dir(at)
		if left -= d.Bytes(); left < 0 {
			break
		}
		list = append(list, d)
	}
	return t, list
}

// rawSize is the size of the largest picture in a camera raw file by its directories and its own JPEGs; what is developed may be a few
// pixels smaller.
func rawSize(data []byte, own []cameraJPEG) (largest image.Point) {
	add := func(size image.Point) {
		if size.X*size.Y > largest.X*largest.Y && size.X < maxJPEG && size.Y < maxJPEG {
			largest = size
		}
	}
	for _, p := range own {
		add(p.size)
	}
	t, dirs := rawDirs(data)
	for _, d := range dirs {
		w, _ := t.Number(d, ifd.TagWidth)
		h, _ := t.Number(d, ifd.TagHeight)
		add(image.Pt(int(w), int(h)))
	}
	return largest
}

// cameraPicture is the smallest of the camera's pictures which tells enough of the photo, not turned, and no larger than
// enoughPicture; nil if there is none.
func cameraPicture(own []cameraJPEG) image.Image { return pictureFrom(own, leastPicture) }

// smallPicture is one that does for a thumbnail, if it has about the shape of the whole photo, as old cameras put bars around it.
func smallPicture(own []cameraJPEG, whole image.Point) image.Image {
	img := pictureFrom(own, leastThumb)
	if img == nil {
		return nil
	}
	size := img.Bounds().Size()
	if a, b := size.X*whole.Y, size.Y*whole.X; 16*max(a-b, b-a) > max(a, b) {
		return nil
	}
	return img
}

// pictureFrom is the smallest picture whose longer side is least at least.
func pictureFrom(own []cameraJPEG, least int) image.Image {
	var best cameraJPEG
	for _, p := range own {
		if p.side() >= least && (best.data == nil || p.side() < best.side()) {
			best = p
		}
	}
	if best.data == nil {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(best.data))
	if err != nil {
		return nil
	}
	return fewer(img, enoughPicture)
}

// fewer is every so many-th pixel of a picture, so that no side is longer than most. The only picture of some cameras is as large as the
// photo, and 100 megapixels would take 1.2 GB for a thumbnail.
func fewer(img image.Image, most int) image.Image {
	b := img.Bounds()
	step := (max(b.Dx(), b.Dy()) + most - 1) / most
	if step <= 1 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(b.Dx()/step, 1), max(b.Dy()/step, 1)))
	for y := range out.Rect.Max.Y {
		for x := range out.Rect.Max.X {
			out.Set(x, y, img.At(b.Min.X+min(x*step+step/2, b.Dx()-1), b.Min.Y+min(y*step+step/2, b.Dy()-1)))
		}
	}
	return out
}
