//! What a file of code is made of: its functions, classes, values and imports, with the lines of each and the names in it.

use super::names::{self, Names};
use crate::core::challenge::Language;
use std::ops::Range;
use tree_sitter::{Node, Parser};

/// A unit longer than this is taken apart, where it has a body of units.
pub(super) const WHOLE: usize = 50;
/// How deep units are taken apart.
const DEEPEST: usize = 6;
/// Code that nests deeper than this was not written by hand. It is not looked into: that takes a step of the stack a level,
/// and time by the square of them.
const MOST_LEVELS: usize = 500;

/// What a unit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stays whatever is cut: a package clause, what an outer function returns.
    Always,
    Import,
    /// A function, method, class or type.
    Definition,
    /// Names that get a value.
    Value,
    /// Anything else that is done in passing.
    Statement,
}

/// A piece of a file that is kept or left out as one.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its rows, from 0, with its decorators and the comments right above it.
    pub rows: Range<usize>,
    pub kind: Kind,
    /// The names in it; of a unit with a body those outside of the body.
    pub names: Names,
    pub body: Option<Body>,
}

/// The inside of a class, or of something too long to keep.
#[derive(Debug)]
pub(super) struct Body {
    pub head: Range<usize>,
    pub units: Vec<Unit>,
    pub tail: Range<usize>,
}

/// A place in an outline: the index of a top-level unit, of one in its body, and so on.
pub(super) type Path = Vec<usize>;

/// A file's units.
#[derive(Debug)]
pub(super) struct Outline {
    pub units: Vec<Unit>,
}

impl Outline {
    /// The outline of a file that parses, in a language that this build can take apart.
    pub fn of(language: Language, text: &str) -> Option<Self> {
        let units = grammars(language).into_iter().find_map(|grammar| {
            let mut parser = Parser::new();
            parser.set_language(&grammar).ok()?;
            let tree = parser.parse(text, None).filter(|tree| !tree.root_node().has_error())?;
            if is_deeper_than(MOST_LEVELS, tree.root_node()) {
                return None;
            }
            let mut root = tree.root_node();
            // HCL wraps all blocks of a file in a body.
            if let Some(body) = root.named_child(0).filter(|c| c.kind() == "body") {
                root = body;
            }
            Some(units_of(root, text, language, 0))
        })?;
        (!units.is_empty()).then_some(Self { units })
    }

    /// The unit at a path.
    pub fn at(&self, path: &[usize]) -> Option<&Unit> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.units.get(*first)?, |unit, index| unit.body.as_ref()?.units.get(*index))
    }

    /// The path of the smallest unit that holds a row.
    pub fn path_of(&self, row: usize) -> Option<Path> {
        let mut path = Vec::new();
        let mut units = &self.units;
        while let Some(index) = units.iter().position(|u| u.rows.contains(&row)) {
            path.push(index);
            match &units[index].body {
                Some(body) => units = &body.units,
                None => break,
            }
        }
        (!path.is_empty()).then_some(path)
    }

    /// The unit that a name stands for where it is used at `path`: in the bodies around it, then in the file.
    pub fn find(&self, name: &str, path: &[usize]) -> Option<Path> {
        (0..path.len()).rev().find_map(|depth| {
            let around = &path[..depth];
            let units = match self.at(around) {
                None => &self.units,
                // What a class holds is reached through an instance, not by its bare name.
                Some(unit) if unit.is_class() => return None,
                Some(unit) => &unit.body.as_ref()?.units,
            };
            let index = units.iter().position(|u| u.defines(name))?;
            // An import of a list of them is that list's entry.
            let entries = units[index].body.as_ref().filter(|_| units[index].kind == Kind::Import);
            let entry = entries.and_then(|body| body.units.iter().position(|u| u.defines(name)));
            Some([around, &[index], entry.as_slice()].concat())
        })
    }

    /// The unit of the class around `path` that has a name.
    pub fn find_member(&self, name: &str, path: &[usize]) -> Option<Path> {
        (1..path.len()).rev().find_map(|depth| {
            let around = self.at(&path[..depth]).filter(|u| u.is_class())?;
            let index = around.body.as_ref()?.units.iter().position(|u| u.names.defines.contains(name))?;
            Some([&path[..depth], &[index]].concat())
        })
    }

    /// The names of a unit and of what is around it, the outermost first; none where one has no name.
    pub fn name_of(&self, path: &[usize]) -> Option<Vec<String>> {
        (1..=path.len()).map(|depth| self.at(&path[..depth])?.name().map(str::to_owned)).collect()
    }

    /// The path of every unit that no body divides further.
    pub fn leaves(&self) -> Vec<Path> {
        let mut found = Vec::new();
        let mut waiting: Vec<Path> = (0..self.units.len()).rev().map(|index| vec![index]).collect();
        while let Some(path) = waiting.pop() {
            match self.at(&path).and_then(|unit| unit.body.as_ref()) {
                Some(body) => {
                    waiting.extend((0..body.units.len()).rev().map(|i| [path.as_slice(), &[i]].concat()));
                }
                None => found.push(path),
            }
        }
        found
    }
}

impl Unit {
    /// Whether what its body holds belongs to a class.
    pub fn is_class(&self) -> bool {
        self.body.is_some() && self.kind == Kind::Definition && self.names.is_class
    }

    /// Whether code beside it can use a name because of it.
    fn defines(&self, name: &str) -> bool {
        let entries = self.body.as_ref().filter(|_| self.kind == Kind::Import);
        self.names.defines.contains(name)
            || entries.is_some_and(|body| body.units.iter().any(|unit| unit.names.defines.contains(name)))
    }

    /// The name by which people know it.
    pub fn name(&self) -> Option<&str> {
        self.names.main.as_deref()
    }
}

/// The grammars that may read a language, the likeliest first.
fn grammars(language: Language) -> Vec<tree_sitter::Language> {
    match language {
        #[cfg(feature = "python")]
        Language::Python => vec![tree_sitter_python::LANGUAGE.into()],
        #[cfg(feature = "javascript")]
        Language::JavaScript | Language::TypeScript => vec![
            tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            tree_sitter_typescript::LANGUAGE_TSX.into(),
        ],
        #[cfg(feature = "go")]
        Language::Go => vec![tree_sitter_go::LANGUAGE.into()],
        #[cfg(feature = "java")]
        Language::Java => vec![tree_sitter_java::LANGUAGE.into()],
        #[cfg(feature = "terraform")]
        Language::Terraform => vec![tree_sitter_hcl::LANGUAGE.into()],
        _ => Vec::new(),
    }
}

fn is_deeper_than(most: usize, root: Node<'_>) -> bool {
    let mut cursor = root.walk();
    let mut levels = 0;
    loop {
        if cursor.goto_first_child() {
            levels += 1;
            if levels > most {
                return true;
            }
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return false;
            }
            levels -= 1;
        }
    }
}

fn units_of(block: Node<'_>, text: &str, language: Language, depth: usize) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    // The rows of comments that stand right above what comes next.
    let mut comments: Option<Range<usize>> = None;
    let mut cursor = block.walk();
    for (index, node) in block.named_children(&mut cursor).enumerate() {
        let rows = rows_of(&node);
        let last = units.last().map_or(0, |u| u.rows.end);
        if node.kind().contains("comment") {
            if units.is_empty() || rows.start >= last {
                let start = comments.filter(|c| c.end == rows.start).map_or(rows.start, |c| c.start);
                comments = Some(start..rows.end);
            }
            continue;
        }
        let above = comments.take().filter(|c| c.end == rows.start);
        if is_docstring(&node) && index == 0 {
            continue;
        }
        let mut unit = unit(node, text, language, depth);
        if let Some(above) = above.filter(|_| matches!(unit.kind, Kind::Definition | Kind::Value)) {
            unit.rows.start = above.start;
            if let Some(body) = &mut unit.body {
                body.head.start = above.start;
            }
        }
        match units.last_mut().filter(|before| unit.rows.start < before.rows.end) {
            // What shares a line stays together.
            Some(before) => {
                before.rows.end = before.rows.end.max(unit.rows.end);
                let whole = before.take_whole_names();
                before.names = whole;
                before.names.extend(unit.take_whole_names());
                before.body = None;
                if before.kind == Kind::Statement {
                    before.kind = unit.kind;
                }
            }
            None => units.push(unit),
        }
    }
    units
}

impl Unit {
    /// Every name in it, those of its body too.
    fn take_whole_names(&mut self) -> Names {
        let mut names = std::mem::take(&mut self.names);
        for unit in self.body.iter_mut().flat_map(|body| &mut body.units) {
            names.extend(unit.take_whole_names());
        }
        names
    }
}

fn rows_of(node: &Node<'_>) -> Range<usize> {
    let end = node.end_position();
    // Some nodes end with the line break after them.
    let last = if end.column == 0 && end.row > node.start_position().row { end.row } else { end.row + 1 };
    node.start_position().row..last
}

fn is_docstring(node: &Node<'_>) -> bool {
    node.kind() == "expression_statement" && node.named_child(0).is_some_and(|c| c.kind() == "string")
}

fn unit(node: Node<'_>, text: &str, language: Language, depth: usize) -> Unit {
    let rows = rows_of(&node);
    let inner = inner(node);
    let names = names::of(node, text, language, &|_| true);
    let kind = kind_of(inner.kind(), &names);
    let is_class = is_class(inner.kind());
    let divided = depth < DEEPEST
        && language != Language::Terraform
        && (is_class || rows.len() > WHOLE || inner.kind() == "import_declaration" && rows.len() > 1);
    let body = divided.then(|| body_of(inner, is_class)).flatten();
    let body = body.and_then(|block| {
        let units = units_of(block, text, language, depth + 1);
        let (first, last) = (units.first()?.rows.start, units.last()?.rows.end);
        // The blank lines before the first unit are not part of the head.
        let blank = |row: &usize| text.lines().nth(*row).is_some_and(|line| line.trim().is_empty());
        let head_end = first - (rows.start..first).rev().take_while(blank).count();
        let body = Body { head: rows.start..head_end, units, tail: last..rows.end };
        (first > rows.start && last <= rows.end).then_some(body)
    });
    let mut names = match &body {
        None => names,
        Some(body) => {
            let inside = body.head.end..body.tail.start;
            let outside = names::of(node, text, language, &|row| !inside.contains(&row));
            // A function's own name is that of the unit; of an import block the names lie in its body.
            Names { main: names.main, ..outside }
        }
    };
    names.is_class = is_class;
    Unit { rows, kind, names, body }
}

/// What a decorator, an `export` or a statement is around.
fn inner(node: Node<'_>) -> Node<'_> {
    let within = match node.kind() {
        "decorated_definition" => node.child_by_field_name("definition"),
        "export_statement" => {
            node.child_by_field_name("declaration").or_else(|| node.child_by_field_name("value"))
        }
        _ => None,
    };
    within.unwrap_or(node)
}

fn is_class(kind: &str) -> bool {
    matches!(
        kind,
        "class_definition"
            | "class_declaration"
            | "abstract_class_declaration"
            | "class"
            | "record_declaration"
            | "enum_declaration"
    )
}

fn kind_of(kind: &str, names: &Names) -> Kind {
    match kind {
        "package_clause" | "package_declaration" | "future_import_statement" => Kind::Always,
        "return_statement" => Kind::Always,
        "import_statement" | "import_from_statement" | "import_declaration" | "import_spec" => Kind::Import,
        "lexical_declaration" | "variable_declaration" if !names.imports.is_empty() => Kind::Import,
        kind if is_class(kind) => Kind::Definition,
        "function_definition"
        | "function_declaration"
        | "generator_function_declaration"
        | "method_declaration"
        | "method_definition"
        | "constructor_declaration"
        | "interface_declaration"
        | "type_alias_declaration"
        | "type_declaration"
        | "block" => Kind::Definition,
        _ if !names.defines.is_empty() => Kind::Value,
        _ => Kind::Statement,
    }
}

/// The block whose statements can be kept or left out one by one: a class's, or else the longest within.
fn body_of<'t>(node: Node<'t>, is_class: bool) -> Option<Node<'t>> {
    if is_class {
        return node.child_by_field_name("body");
    }
    let mut best: Option<Node<'t>> = None;
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        if matches!(node.kind(), "block" | "statement_block" | "import_spec_list") {
            if best.is_none_or(|b| rows_of(&b).len() < rows_of(&node).len()) {
                best = Some(node);
            }
            // A block's own blocks are shorter.
            continue;
        }
        let mut cursor = node.walk();
        waiting.extend(node.named_children(&mut cursor));
    }
    best.filter(|b| rows_of(b).len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "javascript")]
    fn code_that_nests_without_end_is_not_looked_into() {
        let nested = |levels: usize| format!("const {}a{} = b;\n", "[".repeat(levels), "]".repeat(levels));
        assert!(Outline::of(Language::JavaScript, &nested(100)).is_some());
        assert!(Outline::of(Language::JavaScript, &nested(50_000)).is_none());
    }
}
