//! YAML as data: anchors followed, merge keys resolved, every value with its place.

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, options};
use std::collections::HashMap;
use std::ops::Range;

/// Collections may lie within each other this deep.
const MOST_DEPTH: usize = 64;
/// A text may stand for this many values, those that aliases repeat counted each time.
const MOST_NODES: usize = 20_000;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub what: What,
    /// An explicit tag, such as `!Ref`; tags of YAML itself are left out.
    pub tag: Option<String>,
    /// Line from 1.
    pub line: usize,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Scalar {
        text: String,
        style: Style,
    },
    List(Vec<Node>),
    /// In the order in which they are written, each key once.
    Map(Vec<(Node, Node)>),
}

/// How a scalar is written, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Quoted,
    /// `|`: each of its lines is a line of the file.
    Literal,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: usize,
    pub at: Range<usize>,
    pub what: String,
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.what {
            What::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    fn count(&self) -> usize {
        1 + match &self.what {
            What::Scalar { .. } => 0,
            What::List(items) => items.iter().map(Node::count).sum(),
            What::Map(entries) => entries.iter().map(|(k, v)| k.count() + v.count()).sum(),
        }
    }

    fn fault(&self, what: impl Into<String>) -> Fault {
        Fault { line: self.line, at: self.at.clone(), what: what.into() }
    }
}

/// Reads every document of a text.
pub(super) fn documents(text: &str) -> Result<Vec<Node>, Fault> {
    let options = options! {
        flow_nesting_limit: MOST_DEPTH, block_nesting_limit: MOST_DEPTH, emit_comments: false
    };
    let events = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder { events, anchors: HashMap::new(), nodes: 0, length: text.len() };
    let mut out = Vec::new();
    loop {
        match builder.next()? {
            (Event::StreamEnd, _) => return Ok(out),
            (Event::DocumentStart(..), _) => {
                let (event, span) = builder.next()?;
                if !matches!(event, Event::DocumentEnd) {
                    out.push(builder.node(event, span)?);
                }
            }
            _ => {}
        }
    }
}

struct Builder<I> {
    events: I,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    length: usize,
}

impl<'t, I: Iterator<Item = Result<(Event<'t>, Span), ScanError>>> Builder<I> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Fault> {
        match self.events.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let mark = error.marker();
                let at = mark.byte_offset().unwrap_or(self.length).min(self.length);
                Err(Fault { line: mark.line().max(1), at: at..at, what: error.info().to_string() })
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Node, Fault> {
        let start = span.start.byte_offset().unwrap_or(0).min(self.length);
        let end = span.end.byte_offset().unwrap_or(start).clamp(start, self.length);
        let mut node = Node {
            what: What::List(Vec::new()),
            tag: event.tag().filter(|tag| tag.handle() == "!").map(|tag| format!("!{}", tag.suffix())),
            line: span.start.line().max(1),
            at: start..end,
        };
        let anchor = event.anchor_id();
        let is_text = event.tag().is_some_and(|tag| tag.suffix() == "str");
        match event {
            Event::Alias(id) => {
                let known = self.anchors.get(&id).cloned();
                node = known.ok_or_else(|| node.fault("an alias stands within what it stands for"))?;
                self.nodes += node.count();
            }
            Event::Scalar(text, style, ..) => {
                let style = match style {
                    ScalarStyle::Plain if !is_text => Style::Plain,
                    ScalarStyle::Literal => Style::Literal,
                    _ => Style::Quoted,
                };
                node.what = What::Scalar { text: text.into_owned(), style };
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, span)?),
                    }
                }
                node.what = What::List(items);
            }
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                loop {
                    let key = match self.next()? {
                        (Event::MappingEnd, _) => break,
                        (event, span) => self.node(event, span)?,
                    };
                    let (event, span) = self.next()?;
                    entries.push((key, self.node(event, span)?));
                }
                node.what = What::Map(merged(entries)?);
            }
            _ => return Err(node.fault("something is missing here")),
        }
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(node.fault(format!("its aliases make more than {MOST_NODES} values of it")));
        }
        if let Some(id) = anchor {
            self.anchors.insert(id, node.clone());
        }
        Ok(node)
    }
}

/// The entries with what `<<` takes in; what is written out goes before it. No key may occur twice.
fn merged(entries: Vec<(Node, Node)>) -> Result<Vec<(Node, Node)>, Fault> {
    let mut out: Vec<(Node, Node)> = Vec::new();
    let mut taken_in: Vec<(Node, Node)> = Vec::new();
    for (key, value) in entries {
        let is_merge = matches!(&key.what, What::Scalar { text, style: Style::Plain } if text == "<<");
        match value.what {
            What::Map(more) if is_merge => taken_in.extend(more),
            What::List(maps) if is_merge => {
                for map in maps {
                    if let What::Map(more) = map.what {
                        taken_in.extend(more);
                    }
                }
            }
            what => {
                if let Some(name) = key.text().filter(|name| out.iter().any(|(k, _)| k.text() == Some(name)))
                {
                    return Err(key.fault(format!("the key `{name}` occurs twice")));
                }
                out.push((key, Node { what, ..value }));
            }
        }
    }
    for (key, value) in taken_in {
        if !out.iter().any(|(k, _)| k.text() == key.text()) {
            out.push((key, value));
        }
    }
    Ok(out)
}
