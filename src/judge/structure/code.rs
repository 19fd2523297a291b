//! Go and Java as rules see them: without comments, and with the values of constants in place of their names.

use super::grammar::Syntax;
use super::reading::{self, Edit, Reading, Source, Tree, TreeNode, Unreadable};
use std::collections::BTreeMap;

/// What a literal can be, in the grammars of both languages.
const LITERALS: &[&str] = &[
    "interpreted_string_literal",
    "string_literal",
    "int_literal",
    "decimal_integer_literal",
    "true",
    "false",
];

pub(super) fn read(syntax: Syntax, sources: &[Source]) -> Result<Reading, Unreadable> {
    reading::by_steps(syntax, sources, step)
}

fn step(tree: &Tree) -> Vec<Edit> {
    let root = tree.root();
    let comments = reading::comments(&root);
    if !comments.is_empty() {
        return comments;
    }
    let raw = root.dfs().filter(|n| n.kind() == "raw_string_literal");
    let strings: Vec<Edit> = raw.filter_map(|n| plain_string(&n)).collect();
    if strings.is_empty() { constants_in_place(&root) } else { strings }
}

/// Go's `` `text` `` as "text", where both mean the same.
fn plain_string(node: &TreeNode) -> Option<Edit> {
    let text = node.text();
    let inner = text.strip_prefix('`')?.strip_suffix('`')?;
    (!inner.contains(['\n', '\\', '"'])).then(|| Edit::new(node.range(), format!("\"{inner}\"")))
}

/// Replaces the name of each constant by its value, where it is used and nothing else has that name.
fn constants_in_place(root: &TreeNode) -> Vec<Edit> {
    let mut values: BTreeMap<String, Option<String>> = BTreeMap::new();
    for node in root.dfs() {
        let Some((name, value)) = constant(&node) else { continue };
        // Two of a name have no one value.
        values.entry(name).and_modify(|known| *known = None).or_insert(Some(value));
    }
    if values.is_empty() {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for node in root.dfs().filter(|n| n.kind() == "identifier") {
        let Some(value) = values.get_mut(&*node.text()) else { continue };
        match usage(&node) {
            Usage::Declared => *value = None,
            Usage::Constant | Usage::Member => {}
            Usage::Value(range) => edits.extend(value.is_some().then(|| (node.text().into_owned(), range))),
        }
    }
    let value = |name: &str| values.get(name).cloned().flatten();
    edits.into_iter().filter_map(|(name, range)| Some(Edit::new(range, value(&name)?))).collect()
}

/// The name and value that a node declares for good: Go's `const A = "x"`, Java's `final String A = "x"`.
fn constant(node: &TreeNode) -> Option<(String, String)> {
    let value = match &*node.kind() {
        "const_spec" if node.field_children("name").count() == 1 => {
            let list = node.field("value")?;
            let mut values = list.named_children();
            let only = values.next()?;
            values.next().is_none().then_some(only.clone())?
        }
        "variable_declarator" => {
            let declaration = node.parent()?;
            let modifiers = declaration.children().find(|c| c.kind() == "modifiers")?;
            modifiers.text().split_whitespace().any(|word| word == "final").then(|| node.field("value"))??
        }
        _ => return None,
    };
    let is_literal = LITERALS.contains(&&*value.kind());
    is_literal.then(|| Some((node.field("name")?.text().into_owned(), value.text().into_owned())))?
}

/// What an identifier is in its place.
enum Usage {
    /// The name of the constant where it is declared.
    Constant,
    /// The name of something else that is declared.
    Declared,
    /// The name of a field, a method or a key.
    Member,
    /// It stands for its value, as the text at that place.
    Value(std::ops::Range<usize>),
}

fn usage(node: &TreeNode) -> Usage {
    let Some(parent) = node.parent() else { return Usage::Member };
    let is = |field: &str| parent.field(field).is_some_and(|n| n.node_id() == node.node_id());
    match &*parent.kind() {
        "method_invocation" | "method_reference" | "selector_expression"
            if !is("object") && !is("operand") =>
        {
            Usage::Member
        }
        "field_access" if is("field") => match parent.field("object") {
            Some(object) if object.text() == "this" || is_class(node, &object.text()) => {
                Usage::Value(parent.range())
            }
            _ => Usage::Member,
        },
        "literal_element" if parent.parent().is_some_and(|p| is_key(&p, &parent)) => Usage::Member,
        _ if is("name") || is("left") => {
            if constant(&parent).is_some() {
                Usage::Constant
            } else {
                Usage::Declared
            }
        }
        "expression_list"
            if parent
                .parent()
                .is_some_and(|p| p.field("left").is_some_and(|l| l.node_id() == parent.node_id())) =>
        {
            Usage::Declared
        }
        _ => Usage::Value(node.range()),
    }
}

/// Whether `element` is the key of a keyed element.
fn is_key(keyed: &TreeNode, element: &TreeNode) -> bool {
    keyed.kind() == "keyed_element"
        && keyed.named_children().next().is_some_and(|n| n.node_id() == element.node_id())
}

/// Whether the node lies within a class of that name.
fn is_class(node: &TreeNode, name: &str) -> bool {
    node.ancestors()
        .any(|a| a.kind() == "class_declaration" && a.field("name").is_some_and(|n| n.text() == name))
}
