package machine

import "syscall"

// available reads hw.memsize, a 64-bit number that comes as bytes without its
// last zero byte.
func available() uint64 {
	s, err := syscall.Sysctl("hw.memsize")
	if err != nil || len(s) > 8 {
		return 0
	}
	var n uint64
	for i := range len(s) {
		n |= uint64(s[i]) << (8 * i)
	}
	return n
}
