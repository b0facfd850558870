package disk

import "errors"

// ErrSpace says that a disk has too little room for a file.
var ErrSpace = errors.New("not enough space on the disk")

// noRoom is what the system says about a full disk, and ErrSpace.
type noRoom struct{ error }

func (e noRoom) Is(target error) bool { return target == ErrSpace }
func (e noRoom) Unwrap() error        { return e.error }
