package ui

import (
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/engine/photo"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// exportForm asks how and where to export, and shows what name a photo will get.
type exportForm struct {
	OnChange func(Settings)
	OnFolder func() // a folder is to be asked for
	OnEnter  func() // nil = nothing

	set    Settings
	sample subject      // the photo of the example
	own    photo.Format // that photo's format

	over                 fyne.CanvasObject // the dialog that it was shown in
	root                 fyne.CanvasObject
	scroll               *container.Scroll // shows as much of root as there is room for
	format, bits, folder *widgets.Choice
	quality              *widgets.Slider
	qualityText          *canvas.Text
	naming               *widgets.Entry
	qualityRow, bitsRow  fyne.CanvasObject
	example, metadata    *widget.Label
	problem              *widget.Label
	problemRow           fyne.CanvasObject
	negativeRow          fyne.CanvasObject // what a DNG is
}

// formats are what can be exported, in the order of formatLabels.
var formats = []photo.Format{"", photo.JPEG, photo.PNG, photo.TIFF, photo.DNG}

// bitDepths are the bits a sample that can be chosen, in the order of bitsNames.
var bitDepths = []int{0, 8, 16}

func bitsNames() []string {
	return []string{lang.L("As the photo"), lang.L("{{.N}} bit", with{"N": 8}), lang.L("{{.N}} bit", with{"N": 16})}
}

func newExportForm(s Settings, sample subject, own photo.Format, settled, escaped func()) *exportForm {
	f := &exportForm{set: s, sample: sample, own: own, qualityText: widgets.NewText("", 12, style.Text, false)}
	f.format = widgets.NewChoice(formatLabels(), func(string) { f.change(func(s *Settings) { s.Format = formats[f.format.SelectedIndex()] }) }, escaped)
	f.bits = widgets.NewChoice(bitsNames(), func(string) { f.change(func(s *Settings) { s.Bits = bitDepths[f.bits.SelectedIndex()] }) }, escaped)
	f.folder = widgets.NewChoice(nil, func(string) { f.folderChosen() }, escaped)
	f.folder.Asks = true
	f.quality = widgets.NewSlider(50, 100, settled)
	f.quality.OnChanged = func(v float64) { f.change(func(s *Settings) { s.Quality = int(v) }) }
	f.naming = widgets.NewEntry(escaped)
	f.naming.OnChanged = f.named
	f.naming.OnSubmitted = func(string) { f.enter() }
	f.quality.Escaped = escaped
	for _, w := range [...]*widgets.Way{&f.format.Way, &f.bits.Way, &f.folder.Way, &f.quality.Way} {
		w.Entered = f.enter
	}
	for o, w := range map[fyne.CanvasObject]*widgets.Way{f.format: &f.format.Way, f.bits: &f.bits.Way, f.folder: &f.folder.Way, f.quality: &f.quality.Way, f.naming: &f.naming.Way} {
		w.Gained = func() { widgets.Reveal(f.scroll, o) }
	}
	f.example, f.metadata, f.problem = small(widget.MediumImportance), small(widget.LowImportance), small(widget.DangerImportance)
	f.qualityRow = field(lang.L("JPEG quality"), container.NewBorder(nil, nil, nil, f.qualityText, f.quality))
	f.problemRow = field("", f.problem)
	f.bitsRow = field(lang.L("Bit depth"), f.bits)
	negative := small(widget.LowImportance)
	negative.SetText(lang.L("For camera raw files: as the camera measured it, restored, to be developed in another program with its white balance and exposure still open. Other photos are saved in their own format."))
	f.negativeRow = field("", negative)
	f.root = container.NewStack(widgets.Spacer(520, 0), container.New(layout.NewCustomPaddedVBoxLayout(6),
		field(lang.L("Folder"), f.folder), field(lang.L("Format"), f.format), f.negativeRow, f.qualityRow, f.bitsRow,
		field(lang.L("Name"), f.naming), field("", f.fieldButtons()), f.problemRow, field(lang.L("Example"), f.example),
		field(lang.L("Metadata"), f.metadata)))
	f.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), f.root)) // beside its bar
	f.Show(s)
	return f
}

func small(i widget.Importance) *widget.Label {
	return &widget.Label{Wrapping: fyne.TextWrapWord, SizeName: theme.SizeNameCaptionText, Importance: i}
}

// field is a row with its label at the left.
func field(label string, o fyne.CanvasObject) fyne.CanvasObject {
	l := widgets.NewText(label, 12, style.Quiet, false)
	l.Alignment = fyne.TextAlignTrailing
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 6), container.NewStack(widgets.Spacer(118, 0), l))
	return container.NewBorder(nil, nil, left, nil, o)
}

// fieldButtons put the fields of a name in at the cursor's end.
func (f *exportForm) fieldButtons() fyne.CanvasObject {
	row := container.New(layout.NewCustomPaddedHBoxLayout(6))
	for _, name := range namingFields {
		b := widgets.NewButton(name, nil, widgets.Raised, func() { f.naming.SetText(f.naming.Text + name) })
		b.Label.TextSize = 11.5
		row.Add(b)
	}
	row.Add(widgets.NewButton(lang.L("Default"), nil, widgets.Flat, func() { f.naming.SetText(defaultNaming) }))
	return row
}

// Show sets the controls without calling back.
func (f *exportForm) Show(s Settings) {
	f.set = s
	f.format.Selected = formatLabels()[max(0, slices.Index(formats, s.Format))]
	f.bits.Selected = bitsNames()[max(0, slices.Index(bitDepths, s.Bits))]
	f.folder.Options, f.folder.Selected = folderChoices(s.Folder)
	f.quality.Value = float64(s.Quality)
	if f.naming.Text != s.Naming {
		f.naming.Text = s.Naming
	}
	for _, o := range [...]fyne.CanvasObject{f.format, f.bits, f.folder, f.quality, f.naming} {
		o.Refresh()
	}
	f.tell()
}

// change takes a new choice in, and tells of it.
func (f *exportForm) change(set func(*Settings)) {
	set(&f.set)
	f.tell()
	f.OnChange(f.set)
}

func (f *exportForm) named(template string) {
	bad := unknownField(template)
	f.problemRow.(*fyne.Container).Hidden = bad == ""
	if bad != "" {
		f.problem.SetText(lang.L("{{.Field}} is no field. There are {{.Fields}}.", with{"Field": bad, "Fields": "{name}, {date}, {camera}, {seq}"}))
		f.root.Refresh()
		return
	}
	f.change(func(s *Settings) { s.Naming = template })
}

// enter does what the form is for, unless something in it has to be mended first.
func (f *exportForm) enter() {
	if f.OnEnter != nil && !f.problemRow.Visible() {
		f.OnEnter()
	}
}

func (f *exportForm) folderChosen() {
	switch f.folder.Selected {
	case besideEach():
		f.change(func(s *Settings) { s.Folder = "" })
	case chooseFolder():
		f.Show(f.set)
		f.OnFolder()
	}
}

// tell brings the words to what is chosen.
func (f *exportForm) tell() {
	is := f.own.As(f.set.Format)
	f.qualityRow.(*fyne.Container).Hidden = is != photo.JPEG
	f.bitsRow.(*fyne.Container).Hidden = is == photo.JPEG || is == photo.DNG
	f.problemRow.(*fyne.Container).Hidden = unknownField(f.naming.Text) == ""
	widgets.SetText(f.qualityText, fmt.Sprint(f.set.Quality))
	f.example.SetText(f.set.order().wanted(f.sample))
	f.metadata.SetText(metadataWords(is))
	f.negativeRow.(*fyne.Container).Hidden = f.set.Format != photo.DNG
	f.root.Refresh()
}

// metadataWords say what becomes of what the camera wrote.
func metadataWords(f photo.Format) string {
	kept := lang.L("Kept: camera, lens, date, place, copyright, captions and the colour profile. The photo is stored upright, and the small picture inside the file, which shows it unrestored, is left out.")
	if f == photo.DNG {
		kept = lang.L("Kept: camera, lens, date, place, copyright, captions, and the colours and white balance of the camera. The photo is stored upright; the small picture inside the file shows it restored.")
	}
	kept += " " + lang.L("The file says that Afterrain wrote it, by which a dropped folder leaves it out.")
	if f == photo.PNG {
		return kept + " " + lang.L("PNG has no place for IPTC captions; XMP captions are kept.")
	}
	return kept
}

// folderChoices lists where to export to, and which of it is chosen.
func folderChoices(folder string) (options []string, chosen string) {
	if folder == "" {
		return []string{besideEach(), chooseFolder()}, besideEach()
	}
	chosen = lang.L("In {{.Folder}}", with{"Folder": widgets.Shorten(filepath.Base(folder), 26)})
	return []string{besideEach(), chosen, chooseFolder()}, chosen
}

// The first and the last choice of the folder; a folder may stand between.
func besideEach() string   { return lang.L("Beside each photo") }
func chooseFolder() string { return lang.L("Choose a folder…") }

// formatLabels name the formats, in their order.
func formatLabels() []string {
	return []string{lang.L("Same as the photo"), "JPEG", "PNG", "TIFF", lang.L("DNG (camera raw)")}
}
