package awake

import (
	"context"
	"os"
	"os/exec"
	"strconv"
)

// hold runs the system's own program until ctx is done; -i lets the screen go dark, and with
// -w it ends with this one, however that ends.
func hold(ctx context.Context, _ string) error {
	return exec.CommandContext(ctx, "/usr/bin/caffeinate", "-i", "-w", strconv.Itoa(os.Getpid())).Run()
}
