package tiff

import "io"

// WriteParts writes a TIFF file: a head with directories that tell where the parts are, which follow at start, and the parts.
func WriteParts(w io.Writer, head func(start int) []byte, parts ...[]byte) error {
	start := len(head(0)) // which does not depend on where they are
	for _, part := range append([][]byte{head(start)}, parts...) {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// Places are the offsets and the lengths of parts that follow each other at start.
func Places(start int, parts [][]byte) (offsets, lengths []int) {
	for _, part := range parts {
		offsets, lengths, start = append(offsets, start), append(lengths, len(part)), start+len(part)
	}
	return offsets, lengths
}
