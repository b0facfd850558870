//go:build !race

package engine

const watched = false
