// Package machine tells what the computer has: memory, processes' priority and
// NVIDIA adapters. What a system does not tell is 0 or false, never a guess.
package machine

import "os/exec"

// MiB is a mebibyte in bytes.
const MiB = 1 << 20

// Memory is what a program may still allocate, in bytes: free memory, caches
// that give way, and swap space, within the limit of a container. On macOS, which swaps to any disk, it is all of
// the memory. 0 = unknown.
func Memory() uint64 { return available() }

// Peak is the most memory that this process has had in RAM at once, in bytes,
// since its start or ResetPeak. 0 = unknown.
func Peak() uint64 { return peak() }

// ResetPeak makes Peak count anew; it tells whether the system can.
func ResetPeak() bool { return resetPeak() }

// Resident is what this process has in RAM now, in bytes. 0 = unknown.
func Resident() uint64 { return resident() }

// StartTied starts a program that ends with this one, however that ends. untie is to be called after the program has ended, also where it
// did not start, by the same goroutine.
func StartTied(cmd *exec.Cmd) (untie func(), err error) { return startTied(cmd) }

// StepAside lowers the priority of this process below that of ordinary
// programs. Threads made later take it over; call it before they are made. It
// cannot be taken back, but for what it has done to the session on Linux, which back takes back: call that at the end.
func StepAside() (back func(), err error) { return stepAside() }
