package photo

import (
	"fmt"
	"runtime/debug"
)

// admit refuses a photo of more than maxPixels, or for which there is no room.
func admit(w, h, maxPixels int, free func() uint64) error {
	if err := checkSize(w, h, maxPixels); err != nil {
		return err
	}
	return makeRoom(w, h, free)
}

func checkSize(w, h, maxPixels int) error {
	if w < 1 || h < 1 {
		return fmt.Errorf("%w: size %d x %d", ErrDamaged, w, h)
	}
	if w > maxPixels || h > maxPixels || w*h > maxPixels {
		return fmt.Errorf("%w: %d x %d pixels, the limit is %d megapixels", ErrTooLarge, w, h, maxPixels/1_000_000)
	}
	return nil
}

// makeRoom is checkMemory, which counts what the photos before have left behind as
// free: half a gigabyte of 30 megapixels, until the garbage is given back.
func makeRoom(w, h int, free func() uint64) error {
	return cleared(free, func(free uint64) error { return checkMemory(w, h, free) })
}

// cleared is what check says of the memory that is free, once what is garbage is given back if need be.
func cleared(free func() uint64, check func(free uint64) error) error {
	if check(free()) == nil {
		return nil
	}
	debug.FreeOSMemory()
	return check(free())
}

// checkFile refuses a file of so many bytes that would fill the memory, of which free bytes are left (0 = unknown), before any of it is read.
func checkFile(size int64, free uint64) error {
	if free == 0 || uint64(size) <= free {
		return nil
	}
	return fmt.Errorf("%w: the file has %.1f GB, and %.1f GB are free", ErrMemory, float64(size)/1e9, float64(free)/1e9)
}

// checkMemory refuses a photo that would fill the memory, of which free bytes are
// left (0 = unknown), before any of it is taken.
func checkMemory(w, h int, free uint64) error {
	need := uint64(w) * uint64(h) * bytesPerPixel
	if free == 0 || need <= free {
		return nil
	}
	return fmt.Errorf("%w: %d x %d pixels need %.1f GB of memory, and %.1f GB are free", ErrMemory, w, h, float64(need)/1e9, float64(free)/1e9)
}
