//go:build !windows

package main

import "os"

// obeys tells whether a terminal moves its cursor when it is told to.
func obeys(*os.File) bool { return true }
