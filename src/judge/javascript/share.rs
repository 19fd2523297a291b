//! The code of authors, made ready: its imports happen in the order of its lines, and the names of the setup are known to the
//! checks, which are modules of their own.

use std::fmt::Write;
use tree_sitter::{Node, Parser, Tree};

/// A check: its imports are made where they stand.
pub(super) fn check(text: &str) -> String {
    match parse(text) {
        Some(tree) => in_order(text, &tree),
        None => text.to_owned(),
    }
}

/// The setup: as a check, with a last line that hands its top-level names out, as they are whenever a check reads them.
pub(super) fn setup(text: &str) -> String {
    let Some(tree) = parse(text) else { return text.to_owned() };
    let mut out = in_order(text, &tree);
    out.push_str("\n;Object.defineProperties(globalThis, Object.getOwnPropertyDescriptors({");
    for name in names(text, &tree) {
        let _ = write!(out, "get {name}() {{ return {name}; }}, set {name}(value) {{ {name} = value; }},");
    }
    out.push_str("}));");
    out
}

/// The tree of a text that parses.
fn parse(text: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()).ok()?;
    parser.parse(text, None).filter(|tree| !tree.root_node().has_error())
}

/// Turns the imports, which would all happen first, into expressions on the same lines.
fn in_order(text: &str, tree: &Tree) -> String {
    let mut out = String::with_capacity(text.len() + 100);
    let mut at = 0;
    let mut cursor = tree.root_node().walk();
    for statement in tree.root_node().named_children(&mut cursor).filter(|s| s.kind() == "import_statement") {
        let Some(made) = expression(statement, text) else { continue };
        out.push_str(&text[at..statement.start_byte()]);
        out.push_str(&made);
        let lines = text[statement.byte_range()].matches('\n').count();
        out.extend(std::iter::repeat_n('\n', lines));
        at = statement.end_byte();
    }
    out.push_str(&text[at..]);
    out
}

/// `import a, { b as c } from "d";` as `const { default: a, b: c } = import.meta.take(await import("d"), "default", "b");`.
fn expression(statement: Node<'_>, text: &str) -> Option<String> {
    let part = |node: Node<'_>| text.get(node.byte_range());
    let source = part(statement.child_by_field_name("source")?)?;
    let mut cursor = statement.walk();
    let Some(clause) = statement.named_children(&mut cursor).find(|child| child.kind() == "import_clause")
    else {
        return Some(format!("await import({source});"));
    };
    let mut pairs: Vec<(String, &str)> = Vec::new();
    let mut whole = None;
    let mut cursor = clause.walk();
    for child in clause.named_children(&mut cursor) {
        match child.kind() {
            "identifier" => pairs.push(("\"default\"".to_owned(), part(child)?)),
            "namespace_import" => whole = Some(part(child.named_child(0)?)?),
            "named_imports" => {
                let mut cursor = child.walk();
                for specifier in child.named_children(&mut cursor).filter(|c| c.kind() == "import_specifier")
                {
                    let name = part(specifier.child_by_field_name("name")?)?;
                    let alias = specifier.child_by_field_name("alias").map_or(Some(name), part)?;
                    let name =
                        if name.starts_with(['"', '\'']) { name.to_owned() } else { format!("\"{name}\"") };
                    pairs.push((name, alias));
                }
            }
            _ => {}
        }
    }
    let mut out = String::new();
    let names: String = pairs.iter().map(|(name, _)| format!(", {name}")).collect();
    let bindings: Vec<String> = pairs.iter().map(|(name, alias)| format!("{name}: {alias}")).collect();
    let module = match whole {
        Some(whole) => {
            let _ = write!(out, "const {whole} = await import({source});");
            whole.to_owned()
        }
        None => format!("await import({source})"),
    };
    if !pairs.is_empty() {
        let _ = write!(out, "const {{ {} }} = import.meta.take({module}{names});", bindings.join(", "));
    } else if whole.is_none() {
        let _ = write!(out, "{module};");
    }
    Some(out)
}

/// The names that a text declares at its top level.
fn names(text: &str, tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = tree.root_node().walk();
    for statement in tree.root_node().named_children(&mut cursor) {
        match statement.kind() {
            "lexical_declaration" | "variable_declaration" => {
                let mut cursor = statement.walk();
                for declarator in statement.named_children(&mut cursor) {
                    if let Some(name) = declarator.child_by_field_name("name") {
                        bound(name, text, &mut found);
                    }
                }
            }
            "function_declaration" | "generator_function_declaration" | "class_declaration" => {
                if let Some(name) = statement.child_by_field_name("name") {
                    bound(name, text, &mut found);
                }
            }
            "import_statement" => imported(statement, text, &mut found),
            _ => {}
        }
    }
    found
}

/// The names that an import binds.
fn imported(node: Node<'_>, text: &str, found: &mut Vec<String>) {
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "import_clause" | "named_imports" | "namespace_import" => imported(child, text, found),
            "identifier" => bound(child, text, found),
            "import_specifier" => {
                let name = child.child_by_field_name("alias").or_else(|| child.child_by_field_name("name"));
                found.extend(name.and_then(|name| text.get(name.byte_range())).map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// The names that a pattern binds.
fn bound(pattern: Node<'_>, text: &str, found: &mut Vec<String>) {
    match pattern.kind() {
        "identifier" | "type_identifier" | "shorthand_property_identifier_pattern" => {
            found.extend(text.get(pattern.byte_range()).map(str::to_owned));
        }
        "object_pattern" | "array_pattern" | "rest_pattern" => {
            let mut cursor = pattern.walk();
            for part in pattern.named_children(&mut cursor) {
                bound(part, text, found);
            }
        }
        "pair_pattern" => {
            if let Some(value) = pattern.child_by_field_name("value") {
                bound(value, text, found);
            }
        }
        "assignment_pattern" | "object_assignment_pattern" => {
            if let Some(left) = pattern.child_by_field_name("left") {
                bound(left, text, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{check, names, parse};

    #[test]
    fn top_level_names_are_found() {
        let text = "import x, { y as z } from './x.js';\nconst a = 1, { b, c: d, e = 2, ...f } = a;\nlet [g, , h] = [];\n\
                    async function i(j) { const k = 1; }\nclass L {}\nif (a) { var m; }\nfunction* n() {}\n\
                    import * as o from 'o';\n";
        let tree = parse(text).expect("it parses");
        assert_eq!(names(text, &tree), ["x", "z", "a", "b", "d", "e", "f", "g", "h", "i", "L", "n", "o"]);
    }

    #[test]
    fn imports_happen_where_they_stand() {
        for (text, want) in [
            ("f();\nimport './a.js';\ng();", "f();\nawait import('./a.js');\ng();"),
            (
                "import a from 'b'",
                "const { \"default\": a } = import.meta.take(await import('b'), \"default\");",
            ),
            (
                "import {\n  a,\n  b as c,\n} from 'd';\ne();",
                "const { \"a\": a, \"b\": c } = import.meta.take(await import('d'), \"a\", \"b\");\n\n\n\ne();",
            ),
            ("import * as a from 'b';", "const a = await import('b');"),
            (
                "import a, * as b from 'c';",
                "const b = await import('c');const { \"default\": a } = import.meta.take(b, \"default\");",
            ),
            ("const x = await import('y');", "const x = await import('y');"),
        ] {
            assert_eq!(check(text), want, "{text}");
        }
    }
}
