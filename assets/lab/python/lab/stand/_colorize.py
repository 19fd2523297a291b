"""`_colorize`: nothing in the lab is shown in colour, so all of it is the empty text.

The library's own builds data classes to say so, which costs more than the rest of `logging` and `traceback` together.
"""

COLORIZE = False


class ANSIColors:
    RESET = BLACK = BLUE = CYAN = GREEN = GREY = MAGENTA = RED = WHITE = YELLOW = ""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return ""


class ThemeSection:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return ""

    def __getitem__(self, name):
        return ""


class Theme:
    argparse = syntax = traceback = unittest = ThemeSection()


NoColors = ANSIColors()
default_theme = theme_no_color = Theme()


def get_colors(colorize=False, *, file=None):
    return NoColors


def decolor(text):
    return text


def can_colorize(*, file=None):
    return False


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return theme_no_color


def set_theme(t):
    pass
