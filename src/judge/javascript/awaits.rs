//! Lets what `AsyncLocalStorage` holds follow the challenge's code across each `await`: the engine itself tells nobody when an
//! async function goes on.

use tree_sitter::{Node, Parser};

/// The functions that the code is made to call, by the names they have in the guest's realm and in the lab's stand-in.
pub(super) const NAMES: [(&str, &str); 2] = [("__labSuspend", "suspend"), ("__labResume", "resume")];

/// Whether a text uses what has to be followed.
pub(super) fn concerns(text: &str) -> bool {
    text.contains("AsyncLocalStorage")
}

/// Puts each `await` between a look at what is held and its return. Lines stay; a text that does not parse is left alone.
pub(super) fn followed(text: String) -> String {
    let mut parser = Parser::new();
    if parser.set_language(&tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()).is_err() {
        return text;
    }
    let Some(tree) = parser.parse(&text, None).filter(|tree| !tree.root_node().has_error()) else {
        return text;
    };
    let mut marks = Vec::new();
    find(tree.root_node(), &mut marks);
    marks.sort();
    let mut out = String::with_capacity(text.len() + marks.len() * 20);
    let mut at = 0;
    for (place, is_start) in marks {
        out.push_str(&text[at..place]);
        out.push_str(if is_start { "__labResume(__labSuspend(), " } else { ")" });
        at = place;
    }
    out.push_str(&text[at..]);
    out
}

fn find(node: Node<'_>, marks: &mut Vec<(usize, bool)>) {
    if node.kind() == "await_expression" {
        marks.push((node.start_byte(), true));
        marks.push((node.end_byte(), false));
    }
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        find(child, marks);
    }
}

#[cfg(test)]
mod tests {
    use super::followed;

    #[test]
    fn awaits_are_followed() {
        let text = "const a = await f(await g()) + 1;\nfor await (const x of y) {}\n// await\n";
        let want = "const a = __labResume(__labSuspend(), await f(__labResume(__labSuspend(), await g()))) + 1;\n\
                    for await (const x of y) {}\n// await\n";
        assert_eq!(followed(text.to_owned()), want);
        assert_eq!(followed("await (".to_owned()), "await (");
    }
}
