//! Bytes as choices, for targets whose input has a structure. Where the bytes are used up every choice is the first one.

/// What is left of an input.
pub struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// A number below `end`, which is at most 65536.
    pub fn below(&mut self, end: usize) -> usize {
        let number = if end > 256 {
            usize::from(self.byte()) << 8 | usize::from(self.byte())
        } else {
            usize::from(self.byte())
        };
        number % end.max(1)
    }

    /// Yes or no.
    pub fn flip(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// At most `most` of these in a row.
    pub fn text(&mut self, bits: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.pick(bits)).collect()
    }

    /// Whether all was used up.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

/// Pieces of text that are easily got wrong: wide, joined, combining, without width, steering.
pub const BITS: &[&str] = &[
    "a",
    "b",
    "Z",
    "_",
    "0",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "    ",
    ":",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "#",
    "//",
    "\"",
    "'",
    "\\",
    "\r",
    "\r\n",
    "é",
    "e\u{301}",
    "\u{301}",
    "漢",
    "👩\u{200d}💻",
    "\u{200d}",
    "🇩🇪",
    "🇩",
    "\u{202e}",
    "\0",
    "\u{1b}[m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "if x:",
    "return",
    "İ",
    "ß",
    "\u{2028}",
    "กำ",
    "각",
    "\u{1100}",
    "\u{1161}",
    "\u{fe0f}",
    "\u{0600}",
    "\u{feff}",
    "\u{e0041}",
    "\u{3164}",
    "x = 1",
    "def f(a):",
    "/*",
    "*/",
    "'''",
    "`${",
    "%",
];
