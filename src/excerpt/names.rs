//! The names in a piece of code: what it defines, uses and imports.

use crate::core::challenge::Language;
use std::collections::BTreeSet;
use tree_sitter::Node;

/// The names in a piece of code.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The name by which people know it: a function's, a class's, the first that gets a value.
    pub main: Option<String>,
    /// What code around it can call by name because of it.
    pub defines: BTreeSet<String>,
    /// Bare names in it.
    pub uses: BTreeSet<String>,
    /// What it uses of its own object: `self.x`, `this.x`.
    pub members: BTreeSet<String>,
    /// `a.b` as (`a`, `b`); where `a` is no plain name, it is empty.
    pub qualified: BTreeSet<(String, String)>,
    pub imports: Vec<Import>,
    /// Whether a function is written in it.
    pub has_function: bool,
    pub is_class: bool,
}

/// One imported name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// The name it has here.
    pub local: String,
    /// The module as it is written: `..db`, `shop.db`, `./db.js`.
    pub module: String,
    /// The name it has there; none where the module itself is meant.
    pub name: Option<String>,
}

impl Names {
    pub fn extend(&mut self, other: Self) {
        self.main = self.main.take().or(other.main);
        self.defines.extend(other.defines);
        self.uses.extend(other.uses);
        self.members.extend(other.members);
        self.qualified.extend(other.qualified);
        self.imports.extend(other.imports);
        self.has_function |= other.has_function;
    }

    /// Whether something of that name is used, bare or as a part of something else.
    pub fn mentions(&self, name: &str) -> bool {
        self.uses.contains(name)
            || self.members.contains(name)
            || self.qualified.iter().any(|(_, member)| member == name)
    }
}

const FUNCTIONS: &[&str] = &[
    "function_definition",
    "function_declaration",
    "generator_function_declaration",
    "function_expression",
    "generator_function",
    "arrow_function",
    "method_declaration",
    "method_definition",
    "constructor_declaration",
    "lambda",
    "lambda_expression",
    "func_literal",
];
const CLASSES: &[&str] = &[
    "class_definition",
    "class_declaration",
    "abstract_class_declaration",
    "class",
    "record_declaration",
    "enum_declaration",
    "interface_declaration",
    "type_alias_declaration",
    "type_spec",
];
/// Other nodes whose `name` is defined by them.
const NAMED: &[&str] = &["variable_declarator", "const_spec", "var_spec", "public_field_definition"];

/// The names in the rows of a node that are wanted.
pub(super) fn of(node: Node<'_>, text: &str, language: Language, wanted: &dyn Fn(usize) -> bool) -> Names {
    let mut names = Names::default();
    let mut cursor = node.walk();
    // The kinds of the nodes around the current one.
    let mut around = Vec::new();
    loop {
        let current = cursor.node();
        if wanted(current.start_position().row) {
            let seen = Seen { node: current, field: cursor.field_name(), around: &around, text, language };
            seen.note(&mut names);
        }
        if cursor.goto_first_child() {
            around.push(current.kind());
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return names;
            }
            around.pop();
        }
    }
}

/// A node and where it stands.
struct Seen<'t, 'a> {
    node: Node<'t>,
    field: Option<&'a str>,
    around: &'a [&'a str],
    text: &'a str,
    language: Language,
}

impl Seen<'_, '_> {
    fn text_of<'s>(&'s self, node: &Node<'_>) -> &'s str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn field_text(&self, field: &str) -> Option<&str> {
        self.node.child_by_field_name(field).map(|node| self.text_of(&node))
    }

    /// Whether what is defined here can be seen from outside of the unit.
    fn is_outside(&self) -> bool {
        !self.around.iter().any(|kind| FUNCTIONS.contains(kind) || CLASSES.contains(kind))
    }

    fn note(&self, names: &mut Names) {
        let kind = self.node.kind();
        names.has_function |= FUNCTIONS.contains(&kind);
        self.note_import(kind, names);
        if self.is_outside() {
            self.note_definition(kind, names);
        }
        if self.language == Language::Terraform {
            self.note_block(kind, names);
        }
        match kind {
            "identifier" | "type_identifier" | "package_identifier" | "shorthand_property_identifier" => {
                if !self.is_member() {
                    names.uses.insert(self.text_of(&self.node).to_owned());
                }
            }
            "attribute" => self.note_member("object", "attribute", names),
            "member_expression" => self.note_member("object", "property", names),
            "selector_expression" => self.note_member("operand", "field", names),
            "field_access" => self.note_member("object", "field", names),
            "method_invocation" => match self.node.child_by_field_name("object") {
                Some(_) => self.note_member("object", "name", names),
                None => names.members.extend(self.field_text("name").map(str::to_owned)),
            },
            _ => {}
        }
    }

    /// Whether an identifier names a part of something else, which says nothing about names in scope.
    fn is_member(&self) -> bool {
        matches!(
            (self.around.last(), self.field),
            (Some(&"attribute"), Some("attribute"))
                | (Some(&"keyword_argument"), Some("name"))
                | (Some(&"method_invocation"), Some("name"))
                | (Some(&"field_access"), Some("field"))
        )
    }

    fn note_member(&self, object: &str, member: &str, names: &mut Names) {
        let (Some(object), Some(member)) = (self.node.child_by_field_name(object), self.field_text(member))
        else {
            return;
        };
        let plain = matches!(object.kind(), "identifier" | "this" | "package_identifier");
        let object = if plain { self.text_of(&object) } else { "" };
        if matches!(object, "self" | "cls" | "this") {
            names.members.insert(member.to_owned());
        } else {
            names.qualified.insert((object.to_owned(), member.to_owned()));
        }
    }

    fn define(&self, name: &str, names: &mut Names) {
        names.main.get_or_insert_with(|| name.to_owned());
        names.defines.insert(name.to_owned());
    }

    fn note_definition(&self, kind: &str, names: &mut Names) {
        if FUNCTIONS.contains(&kind) || CLASSES.contains(&kind) || NAMED.contains(&kind) {
            let mut cursor = self.node.walk();
            for name in self.node.children_by_field_name("name", &mut cursor) {
                self.define_all(name, names);
            }
        } else if matches!(kind, "assignment" | "short_var_declaration")
            && let Some(left) = self.node.child_by_field_name("left")
        {
            self.define_all(left, names);
        }
    }

    /// The names of a pattern: `a`, `a, b`, `{ a, b: c }`.
    fn define_all(&self, pattern: Node<'_>, names: &mut Names) {
        match pattern.kind() {
            "identifier"
            | "type_identifier"
            | "property_identifier"
            | "private_property_identifier"
            | "field_identifier"
            | "shorthand_property_identifier_pattern" => {
                self.define(self.text_of(&pattern), names);
            }
            "pair_pattern" => {
                if let Some(value) = pattern.child_by_field_name("value") {
                    self.define_all(value, names);
                }
            }
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "object_pattern"
            | "array_pattern"
            | "expression_list"
            | "rest_pattern"
            | "list_splat_pattern"
            | "assignment_pattern"
            | "object_assignment_pattern" => {
                let mut cursor = pattern.walk();
                let inner: Vec<Node<'_>> = pattern.named_children(&mut cursor).collect();
                // Of a pattern with a default only the left side is a name.
                let most = if pattern.kind().contains("assignment") { 1 } else { inner.len() };
                inner.into_iter().take(most).for_each(|node| self.define_all(node, names));
            }
            _ => {}
        }
    }

    fn note_import(&self, kind: &str, names: &mut Names) {
        let found = match (self.language, kind) {
            (Language::Python, "import_statement" | "import_from_statement") => self.python_imports(),
            (Language::JavaScript | Language::TypeScript, "import_statement") => self.module_imports(),
            (Language::JavaScript | Language::TypeScript, "variable_declarator") => self.required(),
            (Language::Go, "import_spec") => self.go_import(),
            (Language::Java, "import_declaration") => {
                let path = self.node.named_child(0).map_or("", |path| self.text_of(&path));
                let local = path.rsplit('.').next().unwrap_or(path).to_owned();
                vec![Import { local, module: path.to_owned(), name: None }]
            }
            _ => return,
        };
        for import in found {
            names.defines.insert(import.local.clone());
            names.imports.push(import);
        }
    }

    fn python_imports(&self) -> Vec<Import> {
        let module = self.field_text("module_name").map(str::to_owned);
        let mut cursor = self.node.walk();
        let import = |node: Node<'_>| {
            let alias = node.child_by_field_name("alias").map(|a| self.text_of(&a).to_owned());
            let name = node.child_by_field_name("name").unwrap_or(node);
            let name = self.text_of(&name).to_owned();
            match &module {
                Some(module) => Import {
                    local: alias.unwrap_or_else(|| name.clone()),
                    module: module.clone(),
                    name: Some(name),
                },
                None => {
                    let first = name.split('.').next().unwrap_or(&name).to_owned();
                    Import { local: alias.unwrap_or(first), module: name, name: None }
                }
            }
        };
        self.node.children_by_field_name("name", &mut cursor).map(import).collect()
    }

    fn module_imports(&self) -> Vec<Import> {
        let Some(module) = self.field_text("source").map(unquoted) else { return Vec::new() };
        let mut found = Vec::new();
        let mut waiting = vec![self.node];
        while let Some(node) = waiting.pop() {
            match node.kind() {
                "import_specifier" => {
                    let name = node.child_by_field_name("name").map(|n| self.text_of(&n).to_owned());
                    let alias = node.child_by_field_name("alias").map(|n| self.text_of(&n).to_owned());
                    found.extend(alias.or_else(|| name.clone()).map(|local| Import {
                        local,
                        module: module.clone(),
                        name,
                    }));
                }
                // `import x` and `import * as x`.
                "identifier" => {
                    let local = self.text_of(&node).to_owned();
                    found.push(Import { local, module: module.clone(), name: None });
                }
                _ => {
                    let mut cursor = node.walk();
                    let inner: Vec<Node<'_>> = node.named_children(&mut cursor).collect();
                    waiting.extend(inner.into_iter().rev());
                }
            }
        }
        found
    }

    /// `const x = require("...")`, also with a pattern or a member behind it.
    fn required(&self) -> Vec<Import> {
        let Some(value) = self.field_text("value") else { return Vec::new() };
        let Some(rest) = value.strip_prefix("require(") else { return Vec::new() };
        let module = unquoted(rest.split(')').next().unwrap_or_default());
        let Some(pattern) = self.node.child_by_field_name("name") else { return Vec::new() };
        let mut names = Names::default();
        self.define_all(pattern, &mut names);
        let whole = pattern.kind() == "identifier";
        let import =
            |local: String| Import { name: (!whole).then(|| local.clone()), local, module: module.clone() };
        names.defines.into_iter().map(import).collect()
    }

    fn go_import(&self) -> Vec<Import> {
        let Some(module) = self.field_text("path").map(unquoted) else { return Vec::new() };
        let last = module.rsplit('/').next().unwrap_or(&module).to_owned();
        let local = self.field_text("name").map_or(last, str::to_owned);
        vec![Import { local, module, name: None }]
    }

    /// A block of Terraform defines `type.name`, and uses what is written in that form.
    fn note_block(&self, kind: &str, names: &mut Names) {
        if kind == "block" && !self.around.contains(&"block") {
            let mut cursor = self.node.walk();
            let words = self
                .node
                .named_children(&mut cursor)
                .filter(|c| matches!(c.kind(), "identifier" | "string_lit"));
            let words: Vec<String> = words.map(|c| unquoted(self.text_of(&c))).collect();
            let name = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["resource", kind, name] => format!("{kind}.{name}"),
                ["data", kind, name] => format!("{kind}.{name}"),
                ["variable", name] => format!("var.{name}"),
                [kind, name] => format!("{kind}.{name}"),
                _ => return,
            };
            self.define(&name, names);
        } else if kind == "get_attr" && self.node.prev_named_sibling().is_some() {
            let before = self.node.prev_named_sibling().map_or("", |n| self.text_of(&n));
            let member = self.text_of(&self.node).trim_start_matches('.');
            let before = before.trim_start_matches('.');
            names.uses.insert(format!("{before}.{member}"));
        }
    }
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'', '`']).to_owned()
}
