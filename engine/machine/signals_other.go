//go:build !linux

package machine

// KeepSignals is for Linux, where libraries for GPUs are known to handle signals.
func KeepSignals() (restore func()) { return func() {} }
