package ui

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"fyne.io/fyne/v2/lang"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
)

// This file puts errors into words; words.go says how things stand. Sentences
// for people are nowhere else but on the controls. They say what happened and
// then what to do, name no code, and shout at nobody.

// words explain an error: in two or three words for the strip, in a sentence,
// and what to do about it.
type words struct{ brief, what, todo string }

// with names the values that a sentence has places for.
type with = map[string]any

// explain puts an error into words.
func explain(err error) words {
	switch {
	case errors.Is(err, context.Canceled):
		return words{lang.L("Cancelled"), lang.L("The export was cancelled."), lang.L("Nothing was written.")}
	case errors.Is(err, engine.ErrModel):
		return words{lang.L("Model is missing"), lang.L("The DyNet network cannot be used: its files are missing or damaged."),
			lang.L("Install Afterrain again, or put its model folder back beside the program. Photos can be looked at meanwhile.")}
	case errors.Is(err, engine.ErrRuntime):
		return words{lang.L("No ONNX Runtime"), lang.L("ONNX Runtime, which runs the network, did not load."),
			lang.L("Install Afterrain again, or name the library's file in ONNXRUNTIME_LIB. Photos can be looked at meanwhile.")}
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, disk.ErrSpace):
		return words{lang.L("Disk full"), lang.L("The disk has no room for the restored photo."),
			lang.L("Free some space or choose another folder, then export again. No half file was left.")}
	case isAway(err): // before what it is a case of
		return words{lang.L("Folder is not there"), lang.L("The folder of this photo is not there."), lang.L("Connect its drive or card again, then try again.")}
	case errors.Is(err, errSaving):
		return explainSaving(err)
	}
	return explainOpening(err)
}

// explainSaving speaks of the folder and the file to be written.
func explainSaving(err error) words {
	switch {
	case locked(err):
		return words{lang.L("Folder is read-only"), lang.L("Afterrain may not write into this folder."), lang.L("Choose another folder under Export.")}
	case errors.Is(err, fs.ErrExist):
		return words{lang.L("Name is taken"), lang.L("A file of that name is already there, and nothing is ever overwritten."), lang.L("Export under another name.")}
	case errors.Is(err, fs.ErrNotExist):
		return words{lang.L("Folder is gone"), lang.L("The folder to export to does not exist any more."), lang.L("Choose another folder under Export.")}
	case errors.Is(err, photo.ErrOnlyPNG): // before what it is a case of
		return words{lang.L("Only as a PNG"), lang.L("This photo does not fit into the format that was chosen."), lang.L("Choose PNG under Export.")}
	case errors.Is(err, photo.ErrNegative):
		return words{lang.L("Not as a DNG"), lang.L("Only camera raw files can be saved as DNG."), lang.L("Choose another format under Export.")}
	case errors.Is(err, photo.ErrFormat):
		return words{lang.L("Not as a JPEG"), lang.L("This photo does not fit into the format that was chosen."), lang.L("Choose PNG or TIFF under Export.")}
	}
	return words{lang.L("Not saved"), lang.L("The restored photo could not be saved."), lang.L("Choose another folder or format under Export. The details say more.")}
}

// explainOpening speaks of the file that was dropped.
func explainOpening(err error) words {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return words{lang.L("File is gone"), lang.L("This file is not there any more."), lang.L("It may have been moved or its card removed. Drop it again.")}
	case errors.Is(err, fs.ErrPermission):
		return words{lang.L("Not readable"), lang.L("Afterrain may not read this file."), lang.L("Change its permissions or copy it elsewhere, then drop the copy.")}
	case errors.Is(err, photo.ErrMemory): // before what it is a case of
		return words{lang.L("Too little memory"), lang.L("There is too little free memory for this photo."), lang.L("Close other programs, then try again.")}
	case errors.Is(err, photo.ErrTooLarge):
		return words{lang.L("Too large"), lang.L("This photo has more pixels than Afterrain can hold."), lang.L("Make it smaller, or cut it into parts, and drop those.")}
	case errors.Is(err, photo.ErrDamaged):
		return words{lang.L("File is damaged"), lang.L("This photo is damaged or cut short."), lang.L("Copy it again from the card or a backup.")}
	case errors.Is(err, photo.ErrDeveloper): // before what it is a case of
		return words{lang.L("No LibRaw"), lang.L("Camera raw files are developed by LibRaw, which is not installed."),
			lang.L("Install Afterrain again, or the package libraw-bin, or develop the file to JPEG or TIFF in another program.")}
	case errors.Is(err, photo.ErrNoHEIF): // as above
		return words{lang.L("No libheif"), lang.L("HEIC photos are read by libheif, which is not installed."), lang.L("Install Afterrain again, or save the photo as a JPEG in another program.")}
	case errors.Is(err, photo.ErrNoJXL): // as above
		return words{lang.L("No libjxl"), lang.L("JPEG XL is read by libjxl, which is not installed."), lang.L("Install Afterrain again, or save the photo as a JPEG in another program.")}
	case errors.Is(err, photo.ErrKind): // before what it is a case of
		return words{lang.L("Unusual kind"), lang.L("Afterrain does not open pictures of this kind."),
			lang.L("Save it as an ordinary JPEG, PNG or TIFF in another program, then drop that. The details say what it is.")}
	case errors.Is(err, photo.ErrFormat):
		return words{lang.L("Not a photo"), lang.L("This file is not a photo that Afterrain can read."), lang.L("Try a JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL or camera raw file.")}
	}
	return words{lang.L("Failed"), lang.L("This did not work."), lang.L("The details say more; please send them to us if it happens again.")}
}
