//! Puts a statement in front of given lines of a program, without changing what else it does.

use crate::core::challenge::Language;
use crate::core::lines::LineRange;
use tree_sitter::{Node, Parser, Tree};

/// Where a statement can stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    /// Byte of the text.
    at: usize,
    /// The indentation of the line that the statement gets for itself; none where it stands before another on its line.
    own_line: Option<String>,
}

/// What of a grammar matters here.
struct Grammar {
    /// Nodes whose children are statements.
    lists: &'static [&'static str],
    functions: &'static [&'static str],
    /// Statements that only say what a name stands for.
    definitions: &'static [&'static str],
    /// What in a text says that its output may not come out as usual.
    redirects: &'static [&'static str],
    is_python: bool,
}

#[cfg(feature = "python")]
const PYTHON: Grammar = Grammar {
    lists: &["block", "module"],
    functions: &["function_definition"],
    definitions: &["function_definition", "decorated_definition", "class_definition"],
    redirects: &["stdout", "def print", "print ="],
    is_python: true,
};

#[cfg(feature = "javascript")]
const SCRIPT: Grammar = Grammar {
    lists: &["statement_block", "program", "switch_case", "switch_default"],
    functions: &[
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    ],
    definitions: &["function_declaration", "generator_function_declaration", "class_declaration"],
    redirects: &["console =", "console.log =", "stdout"],
    is_python: false,
};

/// The places just before the statements that hold the lines, or at the head of the functions that begin on them. None where
/// one of the lines runs as the file is imported, or where no statement can be put before it.
pub(super) fn points(language: Language, path: &str, text: &str, core: &[LineRange]) -> Option<Vec<Point>> {
    let (grammar, tree) = read(language, path, text)?;
    if grammar.redirects.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut functions = Vec::new();
    all_functions(grammar, tree.root_node(), &mut functions);
    let mut points: Vec<Point> = Vec::new();
    let mut start = 0;
    for (row, line) in text.split_inclusive('\n').enumerate() {
        let (from, at) = (start, start + line.len() - line.trim_start().len());
        start += line.len();
        if line.trim().is_empty() || !core.iter().any(|range| range.contains(row + 1)) {
            continue;
        }
        let node = tree.root_node().descendant_for_byte_range(at, at)?;
        if node.kind() == "comment" {
            continue;
        }
        let begins: Vec<Node> = functions
            .iter()
            .filter(|f| head(**f).is_some_and(|head| head.start < start && from < head.end))
            .copied()
            .collect();
        for function in &begins {
            points.push(point(grammar, text, first_statement(grammar, text, *function)?)?);
        }
        match statement(grammar, node) {
            Some(statement) if grammar.definitions.contains(&statement.kind()) && !begins.is_empty() => {}
            Some(statement) if is_in_function(grammar, statement) => {
                points.push(point(grammar, text, statement)?);
            }
            _ if begins.is_empty() => return None,
            _ => {}
        }
    }
    points.sort_by_key(|point| point.at);
    points.dedup();
    (!points.is_empty()).then_some(points)
}

/// The text with a statement at each of the points that puts its mark out. None where the text would not be a program any more.
pub(super) fn insert(
    language: Language,
    path: &str,
    text: &str,
    marks: &[(Point, String)],
) -> Option<String> {
    let (grammar, _) = read(language, path, text)?;
    let mut marks: Vec<&(Point, String)> = marks.iter().collect();
    marks.sort_by_key(|(point, _)| point.at);
    let (mut marked, mut at) = (String::with_capacity(text.len() + 80 * marks.len()), 0);
    for (point, mark) in marks {
        marked.push_str(&text[at..point.at]);
        at = point.at;
        marked.push_str(&match (grammar.is_python, &point.own_line) {
            (true, None) => format!("print(\"{mark}\"); "),
            (true, Some(indent)) => format!("print(\"{mark}\")\n{indent}"),
            (false, _) => format!("console.log(\"{mark}\"); "),
        });
    }
    marked.push_str(&text[at..]);
    read(language, path, &marked)?;
    Some(marked)
}

/// The tree of a text in a language that is run. None where it does not parse.
fn read(language: Language, path: &str, text: &str) -> Option<(&'static Grammar, Tree)> {
    // What is written as markup needs another grammar, and is not run.
    if path.ends_with('x') {
        return None;
    }
    let (grammar, parses) = match language {
        #[cfg(feature = "python")]
        Language::Python => (&PYTHON, tree_sitter_python::LANGUAGE),
        #[cfg(feature = "javascript")]
        Language::JavaScript | Language::TypeScript => (&SCRIPT, tree_sitter_typescript::LANGUAGE_TYPESCRIPT),
        _ => return None,
    };
    let mut parser = Parser::new();
    parser.set_language(&parses.into()).ok()?;
    let tree = parser.parse(text, None)?;
    (!tree.root_node().has_error()).then_some((grammar, tree))
}

fn all_functions<'t>(grammar: &Grammar, node: Node<'t>, found: &mut Vec<Node<'t>>) {
    let mut cursor = node.walk();
    let mut going = true;
    while going {
        if grammar.functions.contains(&cursor.node().kind()) {
            found.push(cursor.node());
        }
        going = cursor.goto_first_child() || cursor.goto_next_sibling();
        while !going && cursor.goto_parent() {
            going = cursor.goto_next_sibling();
        }
    }
}

/// The bytes of a function from its beginning, decorators too, to its body. None where the body is no list of statements.
fn head(function: Node<'_>) -> Option<std::ops::Range<usize>> {
    let body = function.child_by_field_name("body")?;
    let whole = function.parent().filter(|p| p.kind() == "decorated_definition").unwrap_or(function);
    matches!(body.kind(), "block" | "statement_block").then(|| whole.start_byte()..body.start_byte())
}

/// The first statement of a function, after its documentation.
fn first_statement<'t>(grammar: &Grammar, text: &str, function: Node<'t>) -> Option<Node<'t>> {
    let body = function.child_by_field_name("body")?;
    let mut cursor = body.walk();
    let statements: Vec<Node> = body.named_children(&mut cursor).filter(|n| n.kind() != "comment").collect();
    statements.into_iter().find(|statement| {
        let is_string =
            text[statement.byte_range()].starts_with(['"', '\'']) && statement.named_child_count() == 1;
        !(statement.kind() == "expression_statement" && is_string) && grammar.lists.contains(&body.kind())
    })
}

/// The smallest statement that a node lies in, itself counted.
fn statement<'t>(grammar: &Grammar, node: Node<'t>) -> Option<Node<'t>> {
    let mut node = node;
    loop {
        let parent = node.parent()?;
        // What a `case` compares with is none of its statements.
        let is_value = parent.child_by_field_name("value").is_some_and(|value| value == node);
        if grammar.lists.contains(&parent.kind()) && node.is_named() && !is_value {
            return Some(node);
        }
        node = parent;
    }
}

fn is_in_function(grammar: &Grammar, statement: Node<'_>) -> bool {
    let mut node = statement;
    while let Some(parent) = node.parent() {
        let is_body = parent.child_by_field_name("body").is_some_and(|body| body == node);
        if grammar.functions.contains(&parent.kind()) && is_body {
            return true;
        }
        node = parent;
    }
    false
}

/// The place before a statement.
fn point(grammar: &Grammar, text: &str, statement: Node<'_>) -> Option<Point> {
    let at = statement.start_byte();
    let kind = statement.kind();
    // Python takes such statements only at the beginning of a line.
    const BLOCKS: [&str; 6] = [
        "if_statement",
        "for_statement",
        "while_statement",
        "try_statement",
        "with_statement",
        "match_statement",
    ];
    let needs_line = grammar.is_python && (BLOCKS.contains(&kind) || grammar.definitions.contains(&kind));
    if !needs_line {
        return Some(Point { at, own_line: None });
    }
    let indent = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    indent.trim().is_empty().then(|| Point { at, own_line: Some(indent.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(path: &str, text: &str, lines: &[usize]) -> Option<String> {
        let language = Language::from_path(path);
        let core: Vec<LineRange> = lines.iter().map(|line| LineRange::line(*line)).collect();
        let points = points(language, path, text, &core)?;
        let marks: Vec<(Point, String)> = points.into_iter().map(|point| (point, "M".to_owned())).collect();
        insert(language, path, text, &marks)
    }

    #[test]
    #[cfg(feature = "python")]
    fn a_mark_stands_before_the_statement_that_holds_the_line() {
        let text = "@app.get('/')\ndef read(user):\n    '''Doc.'''\n    row = find(\n        user,\n    )\n    if row:\n        return row\n    elif user: return 1\n";
        let with = |line: usize, mark: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines[line - 1] = format!("    {mark}{}", lines[line - 1].trim_start());
            Some(format!("{}\n", lines.join("\n")))
        };
        for line in [1, 2, 4, 5] {
            assert_eq!(marked("a.py", text, &[line]), with(4, "print(\"M\"); "), "line {line}");
        }
        for line in [7, 9] {
            let expected = if line == 7 { with(7, "print(\"M\")\n    ") } else { marked("a.py", text, &[7]) };
            assert_eq!(marked("a.py", text, &[line]), expected, "line {line}");
        }
        assert_eq!(marked("a.py", text, &[8]), Some(text.replace("return row", "print(\"M\"); return row")));
    }

    #[test]
    #[cfg(feature = "python")]
    fn what_runs_at_import_or_puts_its_output_elsewhere_gets_no_mark() {
        assert_eq!(marked("a.py", "KEY = 'x'\ndef f():\n    return KEY\n", &[1, 3]), None);
        assert_eq!(marked("a.py", "class A:\n    kept = []\n", &[2]), None);
        assert_eq!(marked("a.py", "def f():\n    '''Doc.'''\n", &[1]), None);
        assert_eq!(marked("a.py", "import sys\ndef f():\n    sys.stdout = None\n", &[3]), None);
        assert_eq!(marked("a.py", "def f(:\n    pass\n", &[1]), None);
    }

    #[test]
    #[cfg(feature = "javascript")]
    fn functions_of_a_script_are_marked_at_their_head() {
        let text = "app.get('/', async (req, res) => {\n  const rows = db.all(\n    req.query.q,\n  );\n  res.json(rows.map((r) => r.id));\n});\n";
        assert_eq!(marked("a.js", text, &[1]), Some(text.replace("  const", "  console.log(\"M\"); const")));
        assert_eq!(marked("a.js", text, &[3]), marked("a.js", text, &[1]));
        assert_eq!(
            marked("a.js", text, &[5]),
            Some(text.replace("res.json", "console.log(\"M\"); res.json"))
        );
        assert_eq!(marked("a.js", "const pick = (x) => x.id;\n", &[1]), None);
        let typed = "export function pick(x: { id: string }): string {\n  switch (x.id) {\n    case \"a\":\n      return \"b\";\n  }\n  return x.id;\n}\n";
        assert_eq!(
            marked("a.ts", typed, &[4]),
            Some(typed.replace("return \"b\"", "console.log(\"M\"); return \"b\""))
        );
    }

    #[test]
    #[cfg(all(feature = "python", feature = "javascript"))]
    fn most_weaknesses_of_the_shipped_challenges_can_be_marked() {
        let catalogue = crate::content::catalogue();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges");
        let (mut run, mut without) = (0, Vec::new());
        for pack in ["orders-api", "storefront", "toolbox"] {
            let pack = crate::content::load_pack(&root.join(pack), &catalogue).expect("it loads");
            for challenge in &pack.pack.challenges {
                for site in challenge.weaknesses() {
                    let file = &challenge.files[site.file];
                    run += 1;
                    let marks: Option<Vec<(Point, String)>> =
                        points(file.language, &file.path, &file.code, &site.core)
                            .map(|points| points.into_iter().map(|point| (point, "M".to_owned())).collect());
                    match marks {
                        Some(marks) => {
                            assert!(
                                insert(file.language, &file.path, &file.code, &marks).is_some(),
                                "{}",
                                site.id
                            );
                        }
                        None => without.push(site.id.clone()),
                    }
                }
            }
        }
        assert!(without.len() * 3 < run, "{without:?} of {run}");
    }
}
