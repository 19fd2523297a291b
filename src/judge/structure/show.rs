//! A file as rules see it, written out for the authors of rules.

use super::grammar::Syntax;
use super::reading::{Source, TreeNode, parse};
use crate::core::challenge::Language;

/// The reading of a file, and its tree: one node a line, with its field, its kind and, where it has no more parts, its text.
pub(crate) fn shown(language: Language, path: &str, text: &str) -> Result<(String, String), String> {
    let syntax = Syntax::of(language).ok_or_else(|| format!("this build cannot read {language}"))?;
    let reading = (syntax.0.read)(syntax, &[Source { path, text }])
        .map_err(|bad| format!("{path} does not parse, line {}: {}", bad.line, bad.what))?;
    let tree = parse(syntax, &reading.text)?;
    let mut out = String::new();
    let mut open = vec![(tree.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        let children: Vec<TreeNode> = node.named_children().collect();
        let leaf = if children.is_empty() { format!(" {:?}", node.text()) } else { String::new() };
        let field = field_of(&node).map_or(String::new(), |name| format!("{name}: "));
        out.push_str(&format!("{:depth$}{field}{}{leaf}\n", "", node.kind()));
        open.extend(children.into_iter().rev().map(|child| (child, depth + 2)));
    }
    Ok((reading.text, out))
}

/// The field of its parent that a node is.
fn field_of(node: &TreeNode) -> Option<String> {
    let parent = node.get_inner_node().parent()?;
    let at =
        (0..parent.child_count()).find(|at| parent.child(*at).is_some_and(|c| c.id() == node.node_id()))?;
    parent.field_name_for_child(at).map(str::to_owned)
}
