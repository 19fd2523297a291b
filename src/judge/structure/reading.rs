//! Files as rules see them: comments gone, and what can be written in several ways written in one.
//!
//! A rule must not be fooled by another spelling of the same thing, and must not refuse a right fix for its spelling. So rules
//! are never held against a file itself but against a reading of it, whose every line knows where it comes from.

use super::grammar::Syntax;
use ast_grep_core::tree_sitter::StrDoc;
use ast_grep_core::{AstGrep, Node};
use std::ops::Range;

/// A syntax tree.
pub(super) type Tree = AstGrep<StrDoc<Syntax>>;
/// A node of it.
pub(super) type TreeNode<'t> = Node<'t, StrDoc<Syntax>>;

/// A file is read up to this many bytes.
const MOST_BYTES: usize = 1 << 20;
/// Nodes may lie within each other this deep.
const MOST_DEPTH: usize = 400;
/// So often is a text put into another form until nothing changes any more.
const PASSES: usize = 6;

/// One file of what a rule reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

/// What rules see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub text: String,
    /// For each line of the text: the index of its file, and its line there, from 1.
    pub lines: Vec<(usize, usize)>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// Index of the file.
    pub file: usize,
    /// Line from 1.
    pub line: usize,
    pub what: String,
}

/// Parses a text.
pub(super) fn parse(syntax: Syntax, text: &str) -> Result<Tree, String> {
    StrDoc::try_new(text, syntax).map(AstGrep::doc)
}

/// A place that the parser could not make sense of: its line, and its text.
pub(super) type Fault = (usize, String);

/// The faults of a file, in order; an error says why it is not even looked at.
pub(super) fn faults(syntax: Syntax, text: &str) -> Result<Vec<Fault>, (usize, String)> {
    if text.len() > MOST_BYTES {
        return Err((1, format!("it is larger than {} KB", MOST_BYTES >> 10)));
    }
    let tree = parse(syntax, text).map_err(|e| (1, e))?;
    let mut faults = Vec::new();
    let mut open = vec![(tree.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        let line = node.start_pos().line() + 1;
        if depth > MOST_DEPTH {
            return Err((line, format!("it is nested more than {MOST_DEPTH} levels deep")));
        }
        if node.is_error() || node.is_missing() {
            let what = if node.is_missing() { node.kind().into_owned() } else { node.text().into_owned() };
            faults.push((line, what));
        }
        open.extend(node.children().map(|child| (child, depth + 1)));
    }
    faults.sort();
    Ok(faults)
}

/// A piece of a text and what comes in its place.
#[derive(Debug)]
pub(super) struct Edit {
    pub range: Range<usize>,
    pub with: String,
}

impl Edit {
    pub fn new(range: Range<usize>, with: impl Into<String>) -> Self {
        Self { range, with: with.into() }
    }

    /// Takes a piece out and leaves blanks, so that every line stays where it is.
    pub fn blank(node: &TreeNode) -> Self {
        Self::new(
            node.range(),
            node.text().chars().map(|c| if c == '\n' { c } else { ' ' }).collect::<String>(),
        )
    }
}

/// Blanks in place of every comment. A step of its own and the first one, so that nothing keeps a comment in a reading.
pub(super) fn comments(root: &TreeNode) -> Vec<Edit> {
    let is_comment = |n: &TreeNode| matches!(&*n.kind(), "comment" | "line_comment" | "block_comment");
    root.dfs().filter(|n| is_comment(n) && !n.text().trim().is_empty()).map(|n| Edit::blank(&n)).collect()
}

/// The files one after the other, put into another form by `step` until it changes nothing. Steps keep the number of lines;
/// one that would not, or that makes a text the parser cannot read, is not taken.
pub(super) fn by_steps(
    syntax: Syntax,
    sources: &[Source],
    step: impl Fn(&Tree) -> Vec<Edit>,
) -> Result<Reading, Unreadable> {
    let (mut text, mut lines) = (String::new(), Vec::new());
    for (file, source) in sources.iter().enumerate() {
        text.push_str(source.text);
        if !source.text.ends_with('\n') {
            text.push('\n');
        }
        lines.extend((1..=source.text.lines().count().max(1)).map(|line| (file, line)));
    }
    let fail = |what| Unreadable { file: 0, line: 1, what };
    let mut tree = parse(syntax, &text).map_err(fail)?;
    for _ in 0..PASSES {
        let edits = step(&tree);
        if edits.is_empty() {
            break;
        }
        let next = apply(&text, edits);
        let next_tree = parse(syntax, &next).map_err(fail)?;
        let breaks = next.lines().count() != lines.len() || !next.ends_with('\n');
        if breaks || next == text || has_errors(&next_tree) && !has_errors(&tree) {
            break;
        }
        (text, tree) = (next, next_tree);
    }
    Ok(Reading { text, lines })
}

fn has_errors(tree: &Tree) -> bool {
    tree.root().get_inner_node().has_error()
}

/// The text with the edits made. Of two that overlap the one that begins first, else the longer, is made.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|e| (e.range.start, std::cmp::Reverse(e.range.end)));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        if edit.range.start >= at {
            out.push_str(&text[at..edit.range.start]);
            out.push_str(&edit.with);
            at = edit.range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}
