//! Terraform as rules see it: labels and keys without quotes, `key = value` everywhere, `${x}` alone as `x`, JSON texts as
//! `jsonencode(...)`, and the values of locals in place of their names.

use super::grammar::Syntax;
use super::reading::{self, Edit, Reading, Source, Tree, TreeNode, Unreadable, parse};
use std::collections::BTreeMap;

pub(super) fn read(syntax: Syntax, sources: &[Source]) -> Result<Reading, Unreadable> {
    reading::by_steps(syntax, sources, |tree| step(syntax, tree))
}

fn step(syntax: Syntax, tree: &Tree) -> Vec<Edit> {
    let root = tree.root();
    let comments = reading::comments(&root);
    if !comments.is_empty() {
        return comments;
    }
    let mut edits = Vec::new();
    for node in root.dfs() {
        match &*node.kind() {
            "block" => {
                edits.extend(node.children().filter(|c| c.kind() == "string_lit").filter_map(|c| bare(&c)))
            }
            "object_elem" => {
                edits.extend(node.field("key").and_then(|key| bare(&key)));
                edits.extend(node.children().filter(|c| c.kind() == ":").map(|c| Edit::new(c.range(), " =")));
            }
            "quoted_template" => edits.extend(alone(&node).or_else(|| quoted_json(syntax, &node))),
            "string_lit" => edits.extend(quoted_json(syntax, &node)),
            "heredoc_template" => edits.extend(heredoc_json(syntax, &node)),
            _ => {}
        }
    }
    if edits.is_empty() { locals_in_place(&root) } else { edits }
}

/// A quoted name without its quotes, where it is one.
fn bare(node: &TreeNode) -> Option<Edit> {
    let text = node.text();
    let name = text.strip_prefix('"')?.strip_suffix('"')?;
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = begins && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    is_name.then(|| Edit::new(node.range(), name))
}

/// `"${x}"` as `x`.
fn alone(node: &TreeNode) -> Option<Edit> {
    let pieces: Vec<TreeNode> = node.children().collect();
    let [_, only, _] = pieces.as_slice() else { return None };
    if only.kind() != "template_interpolation" {
        return None;
    }
    let expression = only.children().find(|c| c.kind() == "expression")?;
    Some(Edit::new(node.range(), expression.text()))
}

/// A heredoc that holds JSON as `jsonencode(...)`: JSON is Terraform's own notation for values, too.
fn heredoc_json(syntax: Syntax, node: &TreeNode) -> Option<Edit> {
    let text = node.text();
    let (_, body) = text.split_once('\n')?;
    let (body, _) = body.rsplit_once('\n')?;
    let value = format!("jsonencode(\n{body}\n)");
    is_json(syntax, body, &value).then(|| Edit::new(node.range(), value))
}

/// The same for JSON in quotes, with its escapes.
fn quoted_json(syntax: Syntax, node: &TreeNode) -> Option<Edit> {
    let text = node.text();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains("\\\"") {
        return None;
    }
    let inner = inner.replace("\\n", " ").replace("\\\"", "\"").replace("\\\\", "\\");
    let value = format!("jsonencode({inner})");
    is_json(syntax, &inner, &value).then(|| Edit::new(node.range(), value))
}

/// Whether a text is a JSON object or list and its form as an expression can be parsed.
fn is_json(syntax: Syntax, text: &str, value: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && parse(syntax, &format!("a = {value}\n"))
            .is_ok_and(|tree| !tree.root().get_inner_node().has_error())
}

/// Replaces `local.name` by its value, where that is a simple one.
fn locals_in_place(root: &TreeNode) -> Vec<Edit> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let is_locals = |n: &TreeNode| n.kind() == "block" && n.child(0).is_some_and(|c| c.text() == "locals");
    for block in root.dfs().filter(is_locals) {
        let Some(body) = block.children().find(|c| c.kind() == "body") else { continue };
        for attribute in body.children().filter(|c| c.kind() == "attribute") {
            let (Some(name), Some(value)) = (attribute.child(0), attribute.child(2)) else { continue };
            if is_simple(&value) {
                let words = value.text().split_whitespace().collect::<Vec<_>>().join(" ");
                values.insert(name.text().into_owned(), words);
            }
        }
    }
    let used = root.dfs().filter(|n| n.kind() == "variable_expr" && n.text() == "local");
    used.filter_map(|node| {
        let name = node.next().filter(|n| n.kind() == "get_attr")?;
        let value = values.get(name.text().trim_start_matches('.').trim())?;
        Some(Edit::new(node.range().start..name.range().end, value))
    })
    .collect()
}

/// Whether an expression is a literal, or a list, that can stand anywhere on one line.
fn is_simple(expression: &TreeNode) -> bool {
    let value = expression.child(0);
    expression.children().len() == 1
        && value.is_some_and(|v| match &*v.kind() {
            "literal_value" => true,
            "template_expr" => v.child(0).is_some_and(|t| t.kind() == "quoted_template"),
            "collection_value" => v.child(0).is_some_and(|t| t.kind() == "tuple"),
            _ => false,
        })
        && !expression.dfs().any(|n| matches!(&*n.kind(), "object" | "heredoc_template"))
}
