# Afterrain's setup program, and the uninstaller in it. For the user who starts it alone, without an administrator's rights:
# files go into one folder, entries below HKEY_CURRENT_USER only. It never changes which program opens a type of file.
#   Afterrain-VERSION-setup.exe /S /D=C:\any\folder     silent; ends with 2 if Afterrain runs. /D= comes last, without quotes.
#   uninstall.exe /S
# package.sh gives VERSION, FOLDER (what is installed), PARTS (a folder with files.nsh, which takes it away again, and the pictures) and OUT.
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64 # MB
RequestExecutionLevel user
ManifestDPIAware true
AllowSkipFiles off

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include Sections.nsh

!define TYPES "jpg jpeg jpe jfif png tif tiff webp avif heic heif hif jxl dng cr3 cr2 crw nef nrw arw sr2 raf orf rw2 rwl pef srw x3f 3fr fff iiq mos mef erf mrw dcr kdc gpr" # what the app opens: setup_test.go compares
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Afterrain"
!define APPLICATION "Software\Classes\Applications\afterrain.exe"
!define PHOTO "Software\Classes\Afterrain.Photo"
!define IN_FOLDERS "Software\Classes\Directory\shell\Afterrain"
!define CAPABILITIES "Software\Afterrain\Capabilities"
!define START_MENU "$SMPROGRAMS\Afterrain.lnk"
!define ON_DESKTOP "$DESKTOP\Afterrain.lnk"
!define SEND_TO "$SENDTO\Afterrain.lnk"

Name "Afterrain"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Afterrain"
InstallDirRegKey HKCU "${UNINSTALL}" InstallLocation
BrandingText "Afterrain ${VERSION}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"

!define MUI_ICON "${PARTS}/afterrain.ico"
!define MUI_UNICON "${PARTS}/afterrain.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PARTS}/side.bmp"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\afterrain.exe"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

# words: what LANGUAGE, of those of the app, calls our own things; its other texts come with NSIS.
!macro words LANGUAGE DESKTOP MENUS OPEN PHOTO ABOUT RUNNING
	!insertmacro MUI_LANGUAGE ${LANGUAGE}
	LangString desktop ${LANG_${LANGUAGE}} "${DESKTOP}"
	LangString menus ${LANG_${LANGUAGE}} "${MENUS}"
	LangString open ${LANG_${LANGUAGE}} "${OPEN}"
	LangString photo ${LANG_${LANGUAGE}} "${PHOTO}"
	LangString about ${LANG_${LANGUAGE}} "${ABOUT}"
	LangString running ${LANG_${LANGUAGE}} "${RUNNING}"
!macroend
!insertmacro words English "Shortcut on the desktop" "In the menus of folders, and under Send to" "Open with Afterrain" "Photo" \
	"Noise, rain and haze come off. Everything stays on this computer." "Afterrain is still running:$\n$1$\n$\nQuit it, then retry."
!insertmacro words German "Verknüpfung auf dem Desktop" "In den Menüs von Ordnern und unter Senden an" "Mit Afterrain öffnen" "Foto" \
	"Rauschen, Regen und Dunst verschwinden. Alles bleibt auf diesem Computer." "Afterrain läuft noch:$\n$1$\n$\nBeenden Sie es, und versuchen Sie es dann noch einmal."
!insertmacro words Spanish "Acceso directo en el escritorio" "En los menús de las carpetas y en Enviar a" "Abrir con Afterrain" "Foto" \
	"Elimina ruido, lluvia y neblina. Todo queda en este equipo." "Afterrain sigue abierto:$\n$1$\n$\nCiérrelo y vuelva a intentarlo."
!insertmacro words Japanese "デスクトップのショートカット" "フォルダーのメニューと「送る」" "Afterrain で開く" "写真" \
	"ノイズ、雨、かすみを取り除きます。処理はすべてこのコンピューターの中で行われます。" "Afterrain がまだ動いています:$\n$1$\n$\n終了してから、再試行してください。"
!insertmacro words SimpChinese "桌面快捷方式" "文件夹菜单和“发送到”" "用 Afterrain 打开" "照片" \
	"去除噪点、雨丝和薄雾。所有处理都在本机完成。" "Afterrain 仍在运行:$\n$1$\n$\n请先退出，然后重试。"

VIAddVersionKey /LANG=${LANG_ENGLISH} ProductName "Afterrain"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileDescription "Afterrain Setup"
VIAddVersionKey /LANG=${LANG_ENGLISH} CompanyName "Afterrain"
VIAddVersionKey /LANG=${LANG_ENGLISH} LegalCopyright "Apache-2.0"

# noteRunning puts a program into $1 if it runs: Windows lets nobody write into it then.
!macro noteRunning PATH
	${If} ${FileExists} "${PATH}"
		ClearErrors
		FileOpen $0 "${PATH}" a
		${If} ${Errors}
			StrCpy $1 "${PATH}"
		${Else}
			FileClose $0
		${EndIf}
	${EndIf}
!macroend

# needClosed goes on when no program in a folder runs, or ends before anything was changed.
!macro needClosed DIR
	${Do}
		StrCpy $1 ""
		!insertmacro noteRunning "${DIR}\afterrain-decode.exe"
		!insertmacro noteRunning "${DIR}\afterrain-cli.exe"
		!insertmacro noteRunning "${DIR}\afterrain.exe"
		${If} $1 == ""
			${ExitDo}
		${EndIf}
		${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(running)" /SD IDCANCEL IDCANCEL`
			Abort "$(running)"
		${EndIf}
	${Loop}
!macroend

# What Explorer keeps of programs and types is read anew.
!macro tellExplorer
	System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' # SHCNE_ASSOCCHANGED
!macroend

# ownFolder goes into a folder of its own in one of somebody else's files, so that none of these is ever written over.
Function ownFolder
	${GetFileName} "$INSTDIR" $0
	${DirState} "$INSTDIR" $1 # 1: it is there, and not empty
	${If} $1 == 1
	${AndIf} $0 != "Afterrain"
	${AndIfNot} ${FileExists} "$INSTDIR\afterrain.exe"
		StrCpy $INSTDIR "$INSTDIR\Afterrain"
	${EndIf}
FunctionEnd

Section "Afterrain" program
	SectionIn RO
	Call ownFolder
	ReadRegStr $2 HKCU "${UNINSTALL}" InstallLocation # where an older version is
	!insertmacro needClosed "$2"
	!insertmacro needClosed "$INSTDIR"
	${If} $2 != ""
	${AndIf} ${FileExists} "$2\uninstall.exe"
		ExecWait '"$2\uninstall.exe" /S /UPGRADE _?=$2' # it knows which files it brought
		${If} $2 != $INSTDIR
			Delete "$2\uninstall.exe"
			RMDir "$2"
		${EndIf}
	${EndIf}
	SetOutPath "$INSTDIR"
	File /r "${FOLDER}/*"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "${START_MENU}" "$INSTDIR\afterrain.exe"
	Call list
	Call openWith
SectionEnd

Section /o "$(desktop)" desktop
	CreateShortcut "${ON_DESKTOP}" "$INSTDIR\afterrain.exe"
SectionEnd

# Explorer starts a program once for each of the files that are opened together; by Send to it gives all of them to one.
Section "$(menus)" menus
	WriteRegStr HKCU "${IN_FOLDERS}" "" "$(open)"
	WriteRegStr HKCU "${IN_FOLDERS}" Icon "$INSTDIR\afterrain.exe"
	WriteRegStr HKCU "${IN_FOLDERS}\command" "" '"$INSTDIR\afterrain.exe" "%1"'
	CreateShortcut "${SEND_TO}" "$INSTDIR\afterrain.exe"
SectionEnd

Section "-what was not chosen this time"
	${IfNot} ${SectionIsSelected} ${desktop}
		Delete "${ON_DESKTOP}"
	${EndIf}
	${IfNot} ${SectionIsSelected} ${menus}
		DeleteRegKey HKCU "${IN_FOLDERS}"
		Delete "${SEND_TO}"
	${EndIf}
	!insertmacro tellExplorer
SectionEnd

# An upgrade begins with what was chosen the last time.
Function .onInit
	ReadRegStr $0 HKCU "${UNINSTALL}" InstallLocation
	${If} $0 != ""
		${If} ${FileExists} "${ON_DESKTOP}"
			!insertmacro SelectSection ${desktop}
		${EndIf}
		${IfNot} ${FileExists} "${SEND_TO}"
			!insertmacro UnselectSection ${menus}
		${EndIf}
	${EndIf}
FunctionEnd

# list puts Afterrain into the list of Windows' Apps.
Function list
	WriteRegStr HKCU "${UNINSTALL}" DisplayName "Afterrain"
	WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" Publisher "Afterrain"
	WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\afterrain.exe"
	WriteRegStr HKCU "${UNINSTALL}" InstallLocation "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
	SectionGetSize ${program} $0 # KB
	WriteRegDWORD HKCU "${UNINSTALL}" EstimatedSize $0
	WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
	WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1
FunctionEnd

# openWith offers Afterrain for the types that it opens, in Explorer's "Open with" and in the settings for default apps, and takes none.
Function openWith
	WriteRegStr HKCU "${APPLICATION}" FriendlyAppName "Afterrain"
	WriteRegStr HKCU "${APPLICATION}\shell\open\command" "" '"$INSTDIR\afterrain.exe" "%1"'
	WriteRegStr HKCU "${PHOTO}" "" "$(photo)"
	WriteRegStr HKCU "${PHOTO}\DefaultIcon" "" "$INSTDIR\afterrain.exe,0"
	WriteRegStr HKCU "${PHOTO}\shell\open\command" "" '"$INSTDIR\afterrain.exe" "%1"'
	WriteRegStr HKCU "${CAPABILITIES}" ApplicationName "Afterrain"
	WriteRegStr HKCU "${CAPABILITIES}" ApplicationDescription "$(about)"
	DeleteRegKey HKCU "${APPLICATION}\SupportedTypes" # an older version's
	DeleteRegKey HKCU "${CAPABILITIES}\FileAssociations"
	StrCpy $0 0
	${Do}
		IntOp $0 $0 + 1
		${WordFind} "${TYPES}" " " "E+$0" $1
		${If} ${Errors}
			${ExitDo}
		${EndIf}
		WriteRegStr HKCU "${APPLICATION}\SupportedTypes" ".$1" ""
		WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".$1" "Afterrain.Photo"
	${Loop}
	WriteRegStr HKCU "Software\RegisteredApplications" "Afterrain" "${CAPABILITIES}"
FunctionEnd

# The app's settings, its log and everything else that setup did not bring stay. /UPGRADE takes the files only: a newer version has the rest.
Section Uninstall
	!insertmacro needClosed "$INSTDIR"
	!include "${PARTS}/files.nsh"
	${GetParameters} $0
	ClearErrors
	${GetOptions} $0 "/UPGRADE" $1
	${If} ${Errors}
		Call un.all
	${EndIf}
SectionEnd

Function un.all
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR" # if nothing else is in it
	Delete "${START_MENU}"
	Delete "${ON_DESKTOP}"
	Delete "${SEND_TO}"
	DeleteRegKey HKCU "${UNINSTALL}"
	DeleteRegKey HKCU "${APPLICATION}"
	DeleteRegKey HKCU "${PHOTO}"
	DeleteRegKey HKCU "${IN_FOLDERS}"
	DeleteRegKey HKCU "Software\Afterrain"
	DeleteRegValue HKCU "Software\RegisteredApplications" "Afterrain"
	DeleteRegKey /ifempty HKCU "Software\RegisteredApplications" # Windows', and of others too; made by setup where there was none
	DeleteRegKey /ifempty HKCU "Software\Classes\Applications"
	DeleteRegKey /ifempty HKCU "Software\Classes\Directory\shell"
	DeleteRegKey /ifempty HKCU "Software\Classes\Directory"
	DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall"
	!insertmacro tellExplorer
FunctionEnd
