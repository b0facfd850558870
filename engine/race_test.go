//go:build race

package engine

// watched tells that the race detector runs, which keeps memory of its own.
const watched = true
