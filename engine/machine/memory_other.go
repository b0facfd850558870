//go:build unix && !linux && !darwin

package machine

func available() uint64 { return 0 }
