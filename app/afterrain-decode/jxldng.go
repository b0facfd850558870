package main

import (
	"runtime"
	"sync"

	"afterrain/engine/photo/dngjxl"
)

// unpackDNG is a camera raw file's bytes with nothing compressed as JPEG XL, which LibRaw does not read, in what is to be developed.
func unpackDNG(data []byte) ([]byte, error) {
	load := sync.OnceValues(loadLibJXL)
	return dngjxl.Unpack(data, func(tile []byte, pixels int, alone bool) (dngjxl.Picture, error) {
		j, err := load()
		if err != nil {
			return dngjxl.Picture{}, err
		}
		wish := jxlWish{pixels: uint64(pixels), coded: true, threads: 1}
		if alone {
			wish.threads = runtime.NumCPU()
		}
		p, err := j.decode(tile, wish)
		return dngjxl.Picture{Width: p.width, Height: p.height, Channels: p.channels, Bits: p.coded, Samples: p.samples}, err
	})
}
