"""A small window that files can be dragged out of, for driving a real drop.

    dragsource.py X Y FILE...

It shows itself at X, Y and ends when a drop is done or refused: exit code 0 or
1. Needs Debian's python3-gi and gir1.2-gtk-3.0.
"""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def main() -> int:
    x, y = int(sys.argv[1]), int(sys.argv[2])
    uris = [pathlib.Path(name).resolve().as_uri() for name in sys.argv[3:]]
    outcome = {"code": 1}

    window = Gtk.Window(title="dragsource")
    window.set_default_size(120, 120)
    window.set_keep_above(True)
    box = Gtk.EventBox()
    box.add(Gtk.Label(label=f"{len(uris)} files"))
    window.add(box)
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    box.drag_source_add_uri_targets()
    box.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))

    def failed(_widget, _context, result):
        print("drag failed:", result, flush=True)
        return False

    def ended(_widget, context):
        outcome["code"] = 0 if context.get_selected_action() else 1
        Gtk.main_quit()

    box.connect("drag-failed", failed)
    box.connect("drag-end", ended)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    window.move(x, y)
    Gtk.main()
    return outcome["code"]


if __name__ == "__main__":
    sys.exit(main())
