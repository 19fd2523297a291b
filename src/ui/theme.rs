//! How things look: one table from what a thing is to its style, for every kind of terminal.

use crate::app::model::{ColourDepth, Shared, ThemeChoice};
use crate::highlight::SyntaxClass;
use ratatui::style::{Color, Modifier, Style};

/// What a thing on the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Text,
    /// Less important text.
    Dim,
    Border,
    /// The border of the pane that has the keys.
    BorderFocus,
    Title,
    Accent,
    /// A key in the footer or in help.
    Key,
    Tab,
    TabActive,
    /// The selected row of a list.
    Selection,
    /// The line the cursor is on.
    CursorLine,
    /// The cell the cursor is on.
    Cursor,
    LineNumber,
    /// Lines of a finding, and their sign.
    Mark,
    /// Lines of the finding touched last.
    MarkSelected,
    /// Lines of a range that is being selected.
    Range,
    /// Where untrusted data enters.
    Entry,
    Hit,
    Miss,
    FalseAlarm,
    Decoy,
    Added,
    Removed,
    /// Words within an added line.
    WordAdded,
    /// Words within a removed line.
    WordRemoved,
    /// What a search found.
    Match,
    /// The match that was gone to last.
    MatchCurrent,
    /// Characters that are spelt out because they would steer or hide.
    Odd,
    Info,
    Warning,
    Error,
    Success,
    /// The line that explains keys to a newcomer.
    Coach,
    /// Code within a text.
    Code,
    Strong,
    /// Text that is selected in the editor.
    Selected,
    /// The bracket at the cursor, and its partner.
    Bracket,
    /// The stage the player is in.
    Stage,
}

/// Foreground and background; `None` is the terminal's own.
type Pair<C> = (Option<C>, Option<C>);

struct Row {
    role: Role,
    dark: Pair<u32>,
    light: Pair<u32>,
    sixteen: Pair<Color>,
    /// With colours.
    modifier: Modifier,
    /// Without any.
    plain: Modifier,
}

const NONE: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const DIM: Modifier = Modifier::DIM;
const REVERSED: Modifier = Modifier::REVERSED;
const UNDERLINED: Modifier = Modifier::UNDERLINED;
const ITALIC: Modifier = Modifier::ITALIC;

macro_rules! pair {
    (-, -) => {
        (None, None)
    };
    (-, $b:expr) => {
        (None, Some($b))
    };
    ($f:expr, -) => {
        (Some($f), None)
    };
    ($f:expr, $b:expr) => {
        (Some($f), Some($b))
    };
}

macro_rules! table {
    ($($role:ident: $df:tt $db:tt, $lf:tt $lb:tt, $sf:tt $sb:tt, $m:expr, $p:expr;)+) => {
        &[$(Row {
            role: Role::$role,
            dark: pair!($df, $db),
            light: pair!($lf, $lb),
            sixteen: pair!($sf, $sb),
            modifier: $m,
            plain: $p,
        },)+]
    };
}

// role: dark text and ground, light text and ground, sixteen colours text and ground, modifiers with colours, without
const TABLE: &[Row] = table! {
    Text: - -, - -, - -, NONE, NONE;
    Dim: 0x9aa4b0 -, 0x57606a -, - -, NONE, NONE;
    Border: 0x545d68 -, 0xa0a8b2 -, (Color::DarkGray) -, NONE, NONE;
    BorderFocus: 0x6cb6ff -, 0x0550ae -, (Color::Blue) -, NONE, BOLD;
    Title: - -, - -, - -, BOLD, BOLD;
    Accent: 0x6cb6ff -, 0x0550ae -, (Color::Blue) -, NONE, BOLD;
    Key: 0x6cb6ff -, 0x0550ae -, (Color::Blue) -, BOLD, BOLD;
    Tab: 0x9aa4b0 -, 0x57606a -, - -, NONE, NONE;
    TabActive: 0x6cb6ff -, 0x0550ae -, (Color::Blue) -, BOLD, REVERSED;
    Selection: - 0x2b3a52, - 0xcfe3ff, - -, BOLD, REVERSED;
    CursorLine: - 0x22282f, - 0xeef1f4, - -, NONE, NONE;
    Cursor: - -, - -, - -, REVERSED, REVERSED;
    LineNumber: 0x768390 -, 0x6e7781 -, (Color::DarkGray) -, NONE, NONE;
    Mark: 0xe3b341 0x2e2a1c, 0x8a5a00 0xfff3d1, (Color::Yellow) -, NONE, NONE;
    MarkSelected: 0xf2cc60 0x443b1f, 0x7a4f00 0xffe6a3, (Color::Yellow) -, BOLD, BOLD;
    Range: - 0x1f3d5c, - 0xc4defc, (Color::Cyan) -, NONE, UNDERLINED;
    Entry: 0xc297ff -, 0x7a3fd0 -, (Color::Magenta) -, NONE, BOLD;
    Hit: 0x63c977 0x182c1d, 0x116329 0xdcf7e3, (Color::Green) -, NONE, NONE;
    Miss: 0xff9b6a 0x3a2418, 0xa63f00 0xffe9dc, (Color::Red) -, BOLD, BOLD;
    FalseAlarm: 0xff7b7b 0x381a1c, 0xb3141f 0xffe5e5, (Color::Red) -, NONE, UNDERLINED;
    Decoy: 0x56d4dd -, 0x0a6c74 -, (Color::Cyan) -, NONE, NONE;
    Added: 0x7ee2a0 0x12301c, 0x0d4f22 0xdafbe1, (Color::Green) -, NONE, NONE;
    Removed: 0xffa3a3 0x3c1a1d, 0x82071e 0xffe9e7, (Color::Red) -, NONE, DIM;
    WordAdded: 0xd6ffe0 0x1f6b36, 0x04330f 0x9be9a8, (Color::Black) (Color::Green), BOLD, UNDERLINED;
    WordRemoved: 0xffe0e0 0x8e2a2e, 0x5c0011 0xffb3b0, (Color::Black) (Color::Red), BOLD, UNDERLINED;
    Match: - 0x584a12, - 0xffe58a, (Color::Black) (Color::Yellow), NONE, UNDERLINED;
    MatchCurrent: 0x101010 0xf2cc60, 0x201400 0xf5b800, (Color::Black) (Color::Yellow), BOLD, REVERSED;
    Odd: 0xffffff 0xa3262c, 0xffffff 0xb3141f, (Color::White) (Color::Red), BOLD, REVERSED;
    Info: 0x56d4dd -, 0x0a6c74 -, (Color::Cyan) -, NONE, BOLD;
    Warning: 0xe3b341 -, 0x8a5a00 -, (Color::Yellow) -, BOLD, BOLD;
    Error: 0xff7b7b -, 0xb3141f -, (Color::Red) -, BOLD, BOLD;
    Success: 0x63c977 -, 0x116329 -, (Color::Green) -, BOLD, BOLD;
    Coach: 0x56d4dd -, 0x0a6c74 -, (Color::Cyan) -, ITALIC, ITALIC;
    Code: 0xe3b341 -, 0x8a5a00 -, (Color::Yellow) -, NONE, UNDERLINED;
    Strong: - -, - -, - -, BOLD, BOLD;
    Selected: - 0x2b4a78, - 0xb6d6fd, - -, NONE, REVERSED;
    Bracket: 0xf2cc60 -, 0x8a5a00 -, (Color::Yellow) -, BOLD.union(UNDERLINED), BOLD.union(UNDERLINED);
    Stage: 0x6cb6ff -, 0x0550ae -, (Color::Blue) -, BOLD, BOLD.union(REVERSED);
};

const INK_DARK: u32 = 0xe6edf3;
const PAPER_DARK: u32 = 0x161b22;
const INK_LIGHT: u32 = 0x1f2328;
const PAPER_LIGHT: u32 = 0xffffff;

/// Class, dark, light, sixteen colours, modifiers with colours, without.
type SyntaxRow = (SyntaxClass, Option<u32>, Option<u32>, Option<Color>, Modifier, Modifier);

const SYNTAX: &[SyntaxRow] = &[
    (SyntaxClass::Plain, None, None, None, NONE, NONE),
    (SyntaxClass::Keyword, Some(0xf78fb3), Some(0xb0224f), Some(Color::Magenta), NONE, BOLD),
    (SyntaxClass::Operator, Some(0xb8c1cc), Some(0x4a525a), None, NONE, NONE),
    (SyntaxClass::String, Some(0xa5d6ff), Some(0x0a3069), Some(Color::Green), NONE, NONE),
    (SyntaxClass::Escape, Some(0xffc680), Some(0x8f4a00), Some(Color::Yellow), NONE, NONE),
    (SyntaxClass::Comment, Some(0x8b98a5), Some(0x656d76), Some(Color::DarkGray), ITALIC, DIM),
    (SyntaxClass::Number, Some(0x9ecbff), Some(0x0550ae), Some(Color::Cyan), NONE, NONE),
    (SyntaxClass::Constant, Some(0x9ecbff), Some(0x0550ae), Some(Color::Cyan), NONE, NONE),
    (SyntaxClass::Function, Some(0xd2b8ff), Some(0x6639ba), Some(Color::Blue), NONE, NONE),
    (SyntaxClass::Type, Some(0xffb57a), Some(0x8a3b00), Some(Color::Yellow), NONE, NONE),
    (SyntaxClass::Variable, Some(0xffd8b0), Some(0x7a4a12), None, NONE, NONE),
    (SyntaxClass::Attribute, Some(0x8fe0c8), Some(0x0f6a52), Some(Color::Cyan), NONE, NONE),
    (SyntaxClass::Tag, Some(0x8ddb8c), Some(0x116329), Some(Color::Green), NONE, NONE),
    (SyntaxClass::Key, Some(0x8ddb8c), Some(0x116329), Some(Color::Blue), NONE, NONE),
    (SyntaxClass::Heading, Some(0x9ecbff), Some(0x0550ae), Some(Color::Blue), BOLD, BOLD),
    (SyntaxClass::Punctuation, Some(0xb8c1cc), Some(0x4a525a), None, NONE, NONE),
    (SyntaxClass::Invalid, Some(0xff7b7b), Some(0xb3141f), Some(Color::Red), UNDERLINED, UNDERLINED),
];

/// The table as it is for one terminal.
#[derive(Debug, Clone)]
pub struct Theme {
    roles: Vec<Style>,
    syntax: Vec<Style>,
    /// Text and background that suit each other, where the terminal has the colours for it.
    ink: Option<Color>,
    paper: Option<Color>,
    /// Whether the player chose the theme: then the background is painted too, as the terminal's may not suit it.
    painted: bool,
}

impl Theme {
    /// The theme that fits the terminal and the player's choice.
    pub fn of(shared: &Shared) -> Self {
        let light = match shared.looks.theme {
            ThemeChoice::Auto => shared.light,
            ThemeChoice::Dark => false,
            ThemeChoice::Light => true,
        };
        Self { painted: shared.looks.theme != ThemeChoice::Auto, ..Self::new(light, shared.looks.depth) }
    }

    /// The theme for a light or a dark background with so many colours.
    pub fn new(light: bool, depth: ColourDepth) -> Self {
        let colour = |rgb: u32| match depth {
            ColourDepth::True => {
                let [_, r, g, b] = rgb.to_be_bytes();
                Color::Rgb(r, g, b)
            }
            _ => Color::Indexed(nearest_of_256(rgb)),
        };
        let mut roles = vec![Style::new(); TABLE.len()];
        for row in TABLE {
            let (fg, bg) = if light { row.light } else { row.dark };
            let (fg, bg, modifier) = match depth {
                ColourDepth::None => (None, None, row.plain),
                // Sixteen colours have no quiet grounds: what lies on one is bold or reversed instead.
                ColourDepth::Sixteen if row.sixteen == (None, None) && bg.is_some() => {
                    (None, None, row.plain)
                }
                ColourDepth::Sixteen => {
                    (row.sixteen.0.map(|c| legible(c, light)), row.sixteen.1, row.modifier)
                }
                ColourDepth::Many | ColourDepth::True => (fg.map(colour), bg.map(colour), row.modifier),
            };
            roles[row.role as usize] = Style { fg, bg, ..Style::new().add_modifier(modifier) };
        }
        let mut syntax = vec![Style::new(); SYNTAX.len()];
        for (class, dark, light_fg, sixteen, modifier, plain) in SYNTAX {
            let (fg, modifier) = match depth {
                ColourDepth::None => (None, *plain),
                ColourDepth::Sixteen => (sixteen.map(|c| legible(c, light)), *modifier),
                ColourDepth::Many | ColourDepth::True => {
                    ((if light { *light_fg } else { *dark }).map(colour), *modifier)
                }
            };
            syntax[*class as usize] = Style { fg, ..Style::new().add_modifier(modifier) };
        }
        let rich = depth >= ColourDepth::Many;
        let (ink, paper) = if light { (INK_LIGHT, PAPER_LIGHT) } else { (INK_DARK, PAPER_DARK) };
        Self {
            roles,
            syntax,
            ink: rich.then(|| colour(ink)),
            paper: rich.then(|| colour(paper)),
            painted: false,
        }
    }

    /// What lies below everything.
    pub fn base(&self) -> Style {
        match (self.painted, self.ink, self.paper) {
            (true, Some(ink), Some(paper)) => Style::new().fg(ink).bg(paper),
            _ => Style::new().fg(Color::Reset).bg(Color::Reset),
        }
    }

    /// The colour of text that has none of its own, on a cell with this background: what the terminal gives it need not suit ours.
    pub fn ink_on(&self, ground: Color) -> Color {
        if ground == Color::Reset { Color::Reset } else { self.ink.unwrap_or(Color::Reset) }
    }

    /// How a thing looks.
    pub fn style(&self, role: Role) -> Style {
        self.roles[role as usize]
    }

    /// How a thing looks as the ground below other styles: its background and, where it has none, its modifiers.
    pub fn ground(&self, role: Role) -> Style {
        let style = self.style(role);
        match style.bg {
            Some(bg) => Style::new().bg(bg).fg(self.ink_on(bg)),
            None => Style { fg: None, ..style },
        }
    }

    /// How a part of code looks.
    pub fn syntax(&self, class: SyntaxClass) -> Style {
        self.syntax[class as usize]
    }
}

/// One of sixteen colours as it can be read: blue is too dark for a dark background.
fn legible(colour: Color, light: bool) -> Color {
    if !light && colour == Color::Blue { Color::LightBlue } else { colour }
}

/// The nearest of the 240 fixed colours of a 256-colour terminal.
fn nearest_of_256(rgb: u32) -> u8 {
    let [_, r, g, b] = rgb.to_be_bytes().map(i32::from);
    let distance = |x: i32, y: i32, z: i32| (r - x).pow(2) + (g - y).pow(2) + (b - z).pow(2);
    let steps = [0, 95, 135, 175, 215, 255];
    let cube = (0..216).map(|i: usize| {
        let (x, y, z) = (steps[i / 36], steps[i / 6 % 6], steps[i % 6]);
        (distance(x, y, z), 16 + i)
    });
    let greys = (0..24).map(|i: usize| {
        let v = 8 + 10 * i32::try_from(i).unwrap_or(0);
        (distance(v, v, v), 232 + i)
    });
    cube.chain(greys).min().and_then(|(_, i)| u8::try_from(i).ok()).unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_and_class_has_one_row_in_its_place() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.role as usize, at, "{:?} stands in the wrong row", row.role);
        }
        assert_eq!(TABLE.last().map(|r| r.role), Some(Role::Stage));
        assert_eq!(SYNTAX.len(), SyntaxClass::ALL.len());
        for (at, class) in SyntaxClass::ALL.into_iter().enumerate() {
            assert_eq!(SYNTAX[at].0, class);
            assert_eq!(class as usize, at);
        }
    }

    #[test]
    fn without_colour_there_are_only_modifiers() {
        for light in [false, true] {
            let theme = Theme::new(light, ColourDepth::None);
            assert!(theme.roles.iter().chain(&theme.syntax).all(|s| s.fg.is_none() && s.bg.is_none()));
            assert!(theme.style(Role::Selection).add_modifier.contains(REVERSED));
        }
    }

    /// The contrast of two colours as WCAG counts it, 1 to 21.
    fn contrast(a: u32, b: u32) -> f64 {
        let luminance = |rgb: u32| {
            let [_, r, g, b] = rgb.to_be_bytes().map(|c| {
                let c = f64::from(c) / 255.0;
                if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn text_can_be_read_on_its_ground() {
        for row in TABLE.iter().filter(|r| r.role != Role::Border && r.role != Role::LineNumber) {
            for ((fg, bg), paper, ink) in
                [(row.dark, PAPER_DARK, INK_DARK), (row.light, PAPER_LIGHT, INK_LIGHT)]
            {
                let ratio = contrast(fg.unwrap_or(ink), bg.unwrap_or(paper));
                assert!(ratio >= 4.5, "{:?}: {ratio:.2}", row.role);
            }
        }
        for (class, dark, light, ..) in SYNTAX {
            for (fg, grounds) in
                [(dark, [0x16_1b_22, 0x22_28_2f, 0x2e_2a_1c]), (light, [0xff_ff_ff, 0xee_f1_f4, 0xff_f3_d1])]
            {
                for ground in grounds {
                    let ratio = fg.map_or(21.0, |fg| contrast(fg, ground));
                    assert!(ratio >= 4.5, "{class:?} on {ground:06x}: {ratio:.2}");
                }
            }
        }
    }
}
