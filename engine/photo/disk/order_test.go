package disk

import "testing"

func TestNamesAreOrderedAsInFileManagers(t *testing.T) {
	for _, want := range [][]string{
		{"1.jpg", "2.jpg", "10.jpg"},
		{"dsc_0005.jpg", "DSC_9999.JPG", "DSC_10000.JPG"},
		{"a9b99.png", "a10b2.png", "a10b10.png"},
		{"a.jpg", "a (2).jpg", "a-2.jpg", "ab.jpg"},
		{"img 3.jpg", "Img1.jpg", "img2.jpg", "IMG10.jpg"},
		{"Ähre.jpg", "Apfel.jpg", "Zoo.jpg"},
		{"3.jpg", "20240101123456789012345678.jpg", "20240101123456789012345679.jpg"}, // longer than any number
		{"001.jpg", "01.jpg", "1.jpg", "002.jpg"},                                     // equal as numbers: by text
		{"A.JPG", "A.jpg", "a.JPG", "a.jpg", "a.png"},
		{"a\xff2.jpg", "a\xff10.jpg"}, // no UTF-8
		{"第2.jpg", "第10.jpg"},
	} {
		order := ByName()
		for i, a := range want {
			for j, b := range want {
				if got := order(a, b); (got < 0) != (i < j) || (got > 0) != (i > j) {
					t.Errorf("%q against %q: %d", a, b, got)
				}
			}
		}
	}
}
