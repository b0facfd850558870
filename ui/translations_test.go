package ui

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"afterrain/assets"
)

// languages that every word of the window is translated to; English is the key.
var languages = []string{"de", "es", "ja", "zh-Hans"}

func TestEveryWordIsTranslated(t *testing.T) {
	keys := spoken(t)
	if len(keys) < 100 {
		t.Fatalf("only %d words found in the package's files", len(keys))
	}
	files, _ := fs.Glob(assets.Translations, "translations/*.json")
	if len(files) != len(languages) {
		t.Errorf("files %q for the languages %q", files, languages)
	}
	for _, l := range languages {
		words := readTranslation(t, l)
		missing, stale := map[string]string{}, []string{}
		for k := range keys {
			if words[k] == "" {
				missing[k] = ""
			}
		}
		for k, v := range words {
			if !keys[k] {
				stale = append(stale, k)
			} else if got, want := places(v), places(k); v != "" && !slices.Equal(got, want) {
				t.Errorf("%s: %q fills in %q, want %q", l, v, got, want)
			}
		}
		if len(missing) > 0 {
			text, _ := json.MarshalIndent(missing, "", "  ")
			t.Errorf("%s.json lacks %d:\n%s", l, len(missing), text)
		}
		if slices.Sort(stale); len(stale) > 0 {
			text, _ := json.MarshalIndent(stale, "", "  ")
			t.Errorf("%s.json has %d that nobody says any more:\n%s", l, len(stale), text)
		}
	}
}

func readTranslation(t *testing.T, l string) map[string]string {
	t.Helper()
	data, err := assets.Translations.ReadFile("translations/" + l + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatalf("%s.json: %v", l, err)
	}
	return words
}

var place = regexp.MustCompile(`\{\{\.\w+\}\}|\{\w+\}|%[.0-9]*[a-z%]`)

// places lists what a sentence fills in, sorted.
func places(s string) []string {
	found := slices.Compact(slices.Sorted(slices.Values(place.FindAllString(s, -1))))
	return found
}

// spoken finds the first argument of every lang.L and lang.N of the package and of those below it.
func spoken(t *testing.T) map[string]bool {
	t.Helper()
	set := token.NewFileSet()
	keys := map[string]bool{}
	files, _ := filepath.Glob("*.go")
	below, _ := filepath.Glob("*/*.go")
	for _, name := range append(files, below...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isLang(call.Fun) {
				return true
			}
			words, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: lang.L takes words only, not %T", set.Position(call.Pos()), call.Args[0])
				return true
			}
			key, _ := strconv.Unquote(words.Value)
			keys[key] = true
			return true
		})
	}
	return keys
}

func isLang(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok || (s.Sel.Name != "L" && s.Sel.Name != "N") {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "lang"
}

// A key has one name in the menu and in the list of keys.
func TestKeysAreCalledAsInTheMenu(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		menu := lang.L("Take off the strip (Del)")
		named := func(k [2]string) bool { return strings.HasSuffix(menu, "("+k[0]+")") }
		if !slices.ContainsFunc(keysText(), named) {
			t.Errorf("the list has no key of %q", menu)
		}
	})
}
