//! What a file may hold: one table of keys for each kind of table in it. The loader reads by these tables, and the JSON
//! Schemas and the lists of keys in the author's guide are made from them, so that none of them can say something else.

pub mod challenge;
mod guide;
pub mod pack;

pub use guide::markdown;

use std::any::Any;

/// A kind of file that people write.
#[derive(Clone, Copy)]
pub struct FileKind {
    /// Its short name: `challenge`.
    pub name: &'static str,
    /// What a file of it is called, in a few words.
    pub title: &'static str,
    /// What stands at its top level.
    pub table: &'static Table,
}

/// A kind of table: the keys that it may have.
pub struct Table {
    /// What it is, for messages: "a challenge", "[[site]]".
    pub what: &'static str,
    /// What it is for, in Markdown.
    pub doc: &'static str,
    /// Its keys, in the order in which they are best written.
    pub keys: &'static [Key],
    /// What else holds, by the value of one of its keys.
    pub when: Option<When>,
    /// Two keys of which it may have one only.
    pub apart: Option<[&'static str; 2]>,
}

impl Table {
    /// A table whose keys do not depend on each other.
    pub const fn new(what: &'static str, doc: &'static str, keys: &'static [Key]) -> Self {
        Self { what, doc, keys, when: None, apart: None }
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// What holds for a table whose key `key` has one of the values `is`.
pub struct When {
    pub key: &'static str,
    pub is: &'static [&'static str],
    /// Keys that it needs, besides those that it needs always.
    pub needs: &'static [&'static str],
    /// Keys that only such a table may have.
    pub owns: &'static [&'static str],
}

/// A key of a table.
pub struct Key {
    pub name: &'static str,
    /// What it is for, in Markdown: a sentence or two.
    pub doc: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// What holds where it is not there.
    pub default: Option<Value>,
}

impl Key {
    /// A key that may be left out.
    pub const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, doc, shape, need: Need::Optional, default: None }
    }

    /// The same key, but it must be there.
    pub const fn needed(self) -> Self {
        Self { need: Need::Filled, ..self }
    }

    /// The same key, but it must be there; it may be empty.
    pub const fn there(self) -> Self {
        Self { need: Need::There, ..self }
    }

    /// The same key with what holds where it is left out.
    pub const fn or(self, default: Value) -> Self {
        Self { default: Some(default), ..self }
    }
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may be left out.
    Optional,
    /// It must be there, and a text must not be blank.
    Filled,
    /// It must be there, and a text may be empty.
    There,
}

/// A value that holds where none is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    Flag(bool),
    Text(&'static str),
}

/// What a key's value looks like.
#[derive(Clone, Copy)]
pub enum Shape {
    Text(Use),
    /// A short name: `[a-z0-9-]+`.
    Id,
    /// A path inside a challenge.
    Path,
    /// Lines of a file, such as `13-16`.
    Lines,
    /// One of a fixed set of names.
    Choice(&'static dyn Choice),
    /// The name of a language.
    Language,
    /// The id of a family of weaknesses.
    Family,
    /// The number of a weakness.
    Cwe,
    Number(Number),
    /// A number from 0 to 1.
    Share,
    /// `true` or `false`.
    Flag,
    /// A list.
    List(&'static Shape, Count),
    /// A table with fixed keys.
    Table(&'static Table),
    /// A table of texts, by the paths of files.
    CodeByPath,
    /// A table whose names are free, each with a text or a list of texts.
    TextsByName,
}

impl Shape {
    /// The table that it is, or that each of its list is.
    pub fn table(&self) -> Option<&'static Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::List(each, _) => each.table(),
            _ => None,
        }
    }
}

/// A short name on one line.
pub const NAME: Shape = Shape::Text(Use::Name);
/// A paragraph or several.
pub const PROSE: Shape = Shape::Text(Use::Prose);
/// Code, or a piece of it.
pub const CODE: Shape = Shape::Text(Use::Code);

/// What a text is for, which decides what it may hold and how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A short name on one line.
    Name,
    /// A paragraph or several.
    Prose,
    /// Code, or a piece of it.
    Code,
}

impl Use {
    /// The most characters (for names) or bytes that it may have.
    pub fn most(self) -> usize {
        match self {
            Self::Name => 120,
            Self::Prose => 16 * 1024,
            Self::Code => 256 * 1024,
        }
    }
}

/// Which whole numbers there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub from: i64,
    pub to: i64,
    /// The only ones within the range that mean something; all of them where this is empty.
    pub only: &'static [i64],
}

impl Number {
    /// Every number within a range, both ends too.
    pub const fn between(from: i64, to: i64) -> Shape {
        Shape::Number(Self { from, to, only: &[] })
    }
}

/// How many a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub least: usize,
    pub most: Option<usize>,
}

/// A list of any length.
pub const ANY: Count = Count { least: 0, most: None };

/// A list that holds at most so many.
pub const fn at_most(most: usize) -> Count {
    Count { least: 0, most: Some(most) }
}

/// A list that holds one or more, but not more than that.
pub const fn some(most: usize) -> Count {
    Count { least: 1, most: Some(most) }
}

/// A fixed set of names.
pub trait Choice: Any + Sync {
    /// Each name, and what it means.
    fn names(&self) -> Vec<(&'static str, &'static str)>;
}

/// Names, each with what it stands for and what that means to whoever writes it.
pub struct Choices<V: 'static>(pub &'static [(&'static str, V, &'static str)]);

impl<V: Sync> Choice for Choices<V> {
    fn names(&self) -> Vec<(&'static str, &'static str)> {
        self.0.iter().map(|(name, _, doc)| (*name, *doc)).collect()
    }
}

/// The file format's edition that this program reads.
pub const FORMAT: i64 = 1;

/// The key that says for which edition of the format a file was written.
pub const FORMAT_KEY: Key = Key::new(
    "format",
    Shape::Number(Number { from: 1, to: 9_999, only: &[FORMAT] }),
    "The edition of the pack format that the file is written in.",
);

/// A finding of `pack check` that the author has looked at and lets stand.
pub static ALLOW: Table = Table::new(
    "[[allow]]",
    "A lint that does not count here, with the reason.",
    &[
        Key::new("lint", NAME, "The lint's name, as `riskline pack check` prints it in brackets.").needed(),
        Key::new("why", PROSE, "Why it does not count here.").needed(),
    ],
);

const ALLOW_LIST: Shape = Shape::List(&Shape::Table(&ALLOW), at_most(50));

/// The list of lints that do not count in a pack or a challenge.
pub const ALLOWS: Key = Key::new(
    "allow",
    ALLOW_LIST,
    "Lints that do not count here, each with the reason. `riskline explain LINT` says what a lint is about.",
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Calls `look` with a table and every table within it.
    fn walk(table: &'static Table, look: &mut impl FnMut(&'static Table)) {
        look(table);
        table.keys.iter().filter_map(|key| key.shape.table()).for_each(|inner| walk(inner, look));
    }

    #[test]
    fn every_table_is_whole() {
        for kind in [&pack::PACK_FILE, &challenge::CHALLENGE_FILE, &pack::BUNDLE_FILE] {
            walk(kind.table, &mut |table| {
                let names: BTreeSet<_> = table.keys.iter().map(|k| k.name).collect();
                assert_eq!(names.len(), table.keys.len(), "{} has a key twice", table.what);
                assert!(table.doc.ends_with('.'), "{}", table.what);
                for key in table.keys {
                    assert!(key.doc.ends_with(['.', '`']), "{} {}: {}", table.what, key.name, key.doc);
                }
                let when = table.when.iter().flat_map(|w| w.needs.iter().chain(w.owns).chain([&w.key]));
                for named in when.chain(table.apart.iter().flatten()) {
                    assert!(names.contains(named), "{} has no `{named}`", table.what);
                }
                if let Some(when) = &table.when {
                    let key = table.key(when.key).expect("just seen");
                    let Shape::Choice(choice) = key.shape else { panic!("`{}` is no choice", when.key) };
                    assert!(when.is.iter().all(|is| choice.names().iter().any(|(name, _)| name == is)));
                }
            });
        }
    }
}
