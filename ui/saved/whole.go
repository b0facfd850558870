package saved

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"afterrain/engine/photo/disk"
)

// WriteWhole replaces a file by another, content as JSON, in one step.
func WriteWhole(path string, content any) error {
	data, err := json.MarshalIndent(content, "", " ")
	if err != nil {
		return err
	}
	return disk.Replace(path, data)
}

// SetAside gives a file that makes no sense another name, for a person to look at.
func SetAside(path string) error {
	return os.Rename(path, fmt.Sprintf("%s.damaged-%s", path, time.Now().Format("2006-01-02-150405")))
}
