#!/usr/bin/env python3
"""Draws the tour of the README: runs the shell at a pseudo-terminal, types docs/tour.txt, and writes what the screen shows as an SVG.

usage: record_tour.py GRAPHSH GRAPH SCRIPT OUT.svg [OUT.txt]

Each line of SCRIPT is typed; `<Tab>`, `<Enter>`, `<Ctrl-C>` and `<Up>` are keys, `#` begins a comment, `!` before a line clears the screen
first. The screen after each line is a frame. Colours and text are the shell's own; times are replaced by `0 ms`, so that the same shell and
graph give the same file.
"""
import fcntl, os, pty, re, select, struct, sys, termios, time, unicodedata

COLUMNS, ROWS = 100, 28
KEYS = {"<Tab>": "\t", "<Enter>": "\r", "<Ctrl-C>": "\x03", "<Up>": "\x1b[A", "<Ctrl-R>": "\x12"}
PALETTE = {30: "#1d1f21", 31: "#e06c75", 32: "#98c379", 33: "#e5c07b", 34: "#61afef", 35: "#c678dd", 36: "#56b6c2", 37: "#d7dae0",
           90: "#7f848e", 91: "#e06c75", 92: "#98c379", 93: "#e5c07b", 94: "#82aaff", 95: "#d19a66", 96: "#56b6c2", 97: "#ffffff"}


class Screen:
    """A terminal of a fixed size that knows what the shell sends."""

    def __init__(self):
        self.clear()
        self.look = (None, False, False)
        self.saved = ""

    def clear(self):
        self.cells = [[(" ", (None, False, False))] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = 0

    def line_feed(self):
        if self.row + 1 < ROWS:
            self.row += 1
        else:
            self.cells = self.cells[1:] + [[(" ", (None, False, False))] * COLUMNS]

    def put(self, character):
        if unicodedata.combining(character) or character in "\u200d\ufe0f":
            return
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if self.column + width > COLUMNS:
            self.column = 0
            self.line_feed()
        self.cells[self.row][self.column] = (character, self.look)
        if width == 2:
            self.cells[self.row][self.column + 1] = ("", self.look)
        self.column += width

    def feed(self, text):
        text = self.saved + text
        self.saved = ""
        position = 0
        while position < len(text):
            character = text[position]
            if character == "\x1b":
                match = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()].?)").match(text, position)
                if not match:
                    self.saved = text[position:]
                    return
                self.escape(match.group(1))
                position = match.end()
                continue
            if character == "\r":
                self.column = 0
            elif character == "\n":
                self.line_feed()
            elif character == "\b":
                self.column = max(0, self.column - 1)
            elif character >= " ":
                self.put(character)
            position += 1

    def escape(self, code):
        if not code.startswith("[") or code.startswith("[?"):
            return
        final, numbers = code[-1], [int(n) if n else 0 for n in code[1:-1].split(";")]
        first = numbers[0] or 1
        if final == "A":
            self.row = max(0, self.row - first)
        elif final == "B":
            self.row = min(ROWS - 1, self.row + first)
        elif final == "C":
            self.column = min(COLUMNS - 1, self.column + first)
        elif final == "D":
            self.column = max(0, self.column - first)
        elif final == "H":
            self.row = self.column = 0
        elif final == "K":
            for column in range(self.column, COLUMNS):
                self.cells[self.row][column] = (" ", (None, False, False))
        elif final == "J":
            if numbers[0] == 2:
                self.clear()
                return
            for column in range(self.column, COLUMNS):
                self.cells[self.row][column] = (" ", (None, False, False))
            for row in range(self.row + 1, ROWS):
                self.cells[row] = [(" ", (None, False, False))] * COLUMNS
        elif final == "m":
            color, bold, underlined = self.look
            for number in numbers:
                if number == 0:
                    color, bold, underlined = None, False, False
                elif number == 1:
                    bold = True
                elif number == 2:
                    color = 90
                elif number == 4:
                    underlined = True
                elif number == 39:
                    color = None
                elif number in PALETTE:
                    color = number
            self.look = (color, bold, underlined)

    def text(self):
        return "\n".join("".join(c for c, _ in row).rstrip() for row in self.cells).rstrip()


class Shell:
    def __init__(self, command):
        self.screen = Screen()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            environment = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm-256color", "HOME": "/nonexistent", "PAGER": "cat",
                           "COLORFGBG": "15;0", "LANG": "C.UTF-8"}
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.wait(r">( .*)?$")

    def is_waiting(self):
        """Whether every thread of the shell sleeps; true where the system does not tell."""
        tasks = f"/proc/{self.process}/task"
        try:
            for task in os.listdir(tasks):
                with open(f"{tasks}/{task}/stat") as file:
                    if file.read().rpartition(")")[2].split()[0] != "S":
                        return False
        except OSError:
            pass
        return True

    def wait(self, prompt="", limit=60):
        """Until the shell has said nothing and done nothing for a while, behind its prompt if one is due: however busy the machine is."""
        end = time.time() + limit
        pending = b""
        silences = 0
        while time.time() < end:
            ready, _, _ = select.select([self.terminal], [], [], 0.04)
            if not ready:
                silences = silences + 1 if self.is_waiting() else 0
                if silences >= 4 and re.search(prompt, self.screen.text().split("\n")[-1]):
                    return
                continue
            silences = 0
            try:
                pending += os.read(self.terminal, 65536)
            except OSError:
                return
            try:
                self.screen.feed(pending.decode())
                pending = b""
            except UnicodeDecodeError:
                continue

    def type(self, text):
        os.write(self.terminal, text.encode())
        self.wait(r">$" if text == "\r" else "")


def keys(line):
    for part in re.split(r"(<[A-Z][A-Za-z-]*>)", line):
        if part:
            yield KEYS.get(part, part)


def settled(text):
    """Without what differs from run to run."""
    return re.sub(r"\b\d+(\.\d+)? [mµ]?s\b", "0 ms", text)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def draw_row(row, top):
    """One line of text, its pieces by look; a time is shown as 0 ms."""
    plain = "".join(c for c, _ in row).rstrip()
    if not plain:
        return ""
    spans, column = [], 0
    cells = row[: len(row)]
    while column < COLUMNS:
        look, start, text = cells[column][1], column, ""
        while column < COLUMNS and cells[column][1] == look:
            text += cells[column][0]
            column += 1
        if not text.strip():
            continue
        leading = len(text) - len(text.lstrip())
        text = settled(text.strip())
        color, bold, underlined = look
        style = (f' fill="{PALETTE[color]}"' if color else "") + (' font-weight="bold"' if bold else "")
        style += ' text-decoration="underline"' if underlined else ""
        spans.append(f'<tspan x="{16 + (start + leading) * 8.4:g}"{style}>{escaped(text)}</tspan>')
    return f'<text y="{top}" xml:space="preserve">{"".join(spans)}</text>'


def svg(frames, seconds):
    width, height = 32 + COLUMNS * 8.4, 56 + ROWS * 18
    total = sum(seconds)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" font-family="ui-monospace,Menlo,Consolas,'
           'DejaVu Sans Mono,monospace" font-size="14" fill="#d7dae0">',
           f'<title>A tour of the graphsh shell</title>',
           f'<rect width="{width:g}" height="{height}" rx="8" fill="#22252b"/>',
           '<circle cx="20" cy="18" r="6" fill="#e06c75"/><circle cx="40" cy="18" r="6" fill="#e5c07b"/><circle cx="60" cy="18" r="6" fill="#98c379"/>']
    start = 0.0
    for number, (screen, length) in enumerate(zip(frames, seconds)):
        # The first frame is what a reader without animation sees.
        shown, hidden = ("inline", "none")
        begin, end = start / total, (start + length) / total
        times = sorted({0.0, begin, end, 1.0})
        values = [shown if begin <= t < end else hidden for t in times]
        if values[-1] != hidden and end < 1:
            values[-1] = hidden
        out.append(f'<g display="{"inline" if number == 0 else "none"}">')
        if len(frames) > 1:
            out.append(f'<animate attributeName="display" dur="{total:g}s" repeatCount="indefinite" calcMode="discrete" '
                       f'keyTimes="{";".join(f"{t:.4f}" for t in times)}" values="{";".join(values)}"/>')
        out += [line for index, row in enumerate(screen) if (line := draw_row(row, 52 + index * 18))]
        out.append("</g>")
        start += length
    return "\n".join(out + ["</svg>", ""])


def main():
    program, graph, script, target = sys.argv[1:5]
    shell = Shell([os.path.abspath(program), graph, "--no-init", "--read-only"])
    shell.screen.clear()
    shell.type("\x0c")
    frames, seconds, texts = [], [], []
    for line in open(script, encoding="utf-8").read().split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("!"):
            shell.type("\x0c")
            line = line[1:]
        for key in keys(line):
            shell.type(key)
        frames.append([list(row) for row in shell.screen.cells])
        texts.append(settled(shell.screen.text()))
        seconds.append(3 + min(7, len(texts[-1]) / 250))
    with open(target, "w", encoding="utf-8") as out:
        out.write(svg(frames, seconds))
    if len(sys.argv) > 5:
        with open(sys.argv[5], "w", encoding="utf-8") as out:
            out.write("\n----\n".join(texts) + "\n")


main()
