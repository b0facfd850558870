// Package xmp changes packets of XMP, what programs say of a photo in XML, without laying them out anew.
package xmp

import (
	"bytes"
	"regexp"
)

var orientation = regexp.MustCompile(`(tiff:Orientation(?:\s*=\s*["']|>)\s*)[2-8]`)

// Upright is a packet that says: upright.
func Upright(xmp []byte) []byte {
	if !bytes.Contains(xmp, []byte("tiff:Orientation")) {
		return xmp
	}
	return orientation.ReplaceAll(xmp, []byte("${1}1"))
}

// moving and gain are what phones write into a photo with a short video, or with a
// gain map that makes it HDR, after its end.
var (
	moving = regexp.MustCompile(`(\bG?Camera:(?:MotionPhoto|MicroVideo)(?:\s*=\s*["']|>))1(["'<])`)
	gain   = regexp.MustCompile(`\s+hdrgm:Version\s*=\s*(?:"[^"]*"|'[^']*')|<hdrgm:Version>[^<]*</hdrgm:Version>`)
)

// Alone is a packet that says nothing of what lay behind the photo.
func Alone(xmp []byte) []byte {
	if bytes.Contains(xmp, []byte("Camera:")) {
		xmp = moving.ReplaceAll(xmp, []byte("${1}0${2}"))
	}
	if bytes.Contains(xmp, []byte("hdrgm:Version")) {
		xmp = gain.ReplaceAll(xmp, nil)
	}
	return xmp
}
