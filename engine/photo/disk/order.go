package disk

import (
	"cmp"
	"path/filepath"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// ByName compares names of files as file managers do: digits as numbers, so that 2.jpg comes
// before 10.jpg, letters without their case, and accents beside the letter that they stand on.
// What lies before the ending counts first, so that a.jpg comes before a-2.jpg. Different names
// are never equal. The function that it returns is for one goroutine.
func ByName() func(a, b string) int {
	order := collate.New(language.Und, collate.Numeric, collate.IgnoreCase)
	return func(a, b string) int {
		endA, endB := filepath.Ext(a), filepath.Ext(b)
		return cmp.Or(
			order.CompareString(strings.TrimSuffix(a, endA), strings.TrimSuffix(b, endB)),
			order.CompareString(endA, endB),
			cmp.Compare(a, b))
	}
}
