//go:build windows || darwin

package main

// checkDisplay has nothing to check where there is always a screen.
func checkDisplay() error { return nil }
