module afterrain

go 1.26.0

require (
	fyne.io/fyne/v2 v2.7.4
	github.com/rwcarlsen/goexif v0.0.0-20190401172101-9e8deecbddbd
	github.com/sqweek/dialog v0.0.0-20240226140203-065105509627
	github.com/yalue/onnxruntime_go v1.27.0
	golang.org/x/image v0.47.0
)

require github.com/rogpeppe/go-internal v1.14.1 // indirect
