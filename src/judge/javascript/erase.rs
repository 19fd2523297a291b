//! TypeScript to JavaScript: types are blanked out, so that lines and columns stay. What TypeScript would have to *make*
//! code for (enums, namespaces with values, parameter properties, decorators) is refused, as Node refuses it.

use std::ops::Range;
use tree_sitter::{Node, Parser};

/// Why a text cannot be turned into JavaScript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// From 1.
    pub line: usize,
    pub message: String,
}

/// Whether a file is TypeScript.
pub(super) fn is_typescript(path: &str) -> bool {
    [".ts", ".mts", ".cts"].iter().any(|end| path.ends_with(end))
}

/// Blanks the types out.
pub(super) fn erase(text: &str) -> Result<String, Refused> {
    let mut parser = Parser::new();
    let language = tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into();
    let unreadable = || Refused { line: 1, message: "this TypeScript cannot be read".to_owned() };
    parser.set_language(&language).map_err(|_| unreadable())?;
    let tree = parser.parse(text, None).ok_or_else(unreadable)?;
    let root = tree.root_node();
    if root.has_error() {
        return Err(syntax_error(root, text));
    }
    let mut eraser = Eraser { text, blanks: Vec::new() };
    eraser.visit(root)?;
    Ok(eraser.finish())
}

/// The first place that the grammar cannot follow.
fn syntax_error(root: Node<'_>, text: &str) -> Refused {
    let mut at = root;
    loop {
        let mut cursor = at.walk();
        match at
            .children(&mut cursor)
            .find(|child| child.has_error() || child.is_error() || child.is_missing())
        {
            Some(child) => at = child,
            None => break,
        }
    }
    let line = at.start_position().row + 1;
    let message = if at.is_missing() {
        format!("'{}' is missing here", at.kind())
    } else {
        let near = text.get(at.byte_range()).unwrap_or_default().lines().next().unwrap_or_default().trim();
        if near.is_empty() {
            "unexpected end of what came before".to_owned()
        } else {
            format!("unexpected `{}`", near.chars().take(40).collect::<String>())
        }
    };
    Refused { line, message }
}

/// A stretch that goes; a statement leaves a semicolon behind, so that its neighbours do not join.
struct Blank {
    range: Range<usize>,
    semicolon: bool,
}

struct Eraser<'a> {
    text: &'a str,
    blanks: Vec<Blank>,
}

impl Eraser<'_> {
    fn blank(&mut self, range: Range<usize>) {
        self.blanks.push(Blank { range, semicolon: false });
    }

    fn blank_statement(&mut self, node: Node<'_>) {
        self.blanks.push(Blank { range: node.byte_range(), semicolon: true });
    }

    fn refuse(node: Node<'_>, what: &str) -> Result<(), Refused> {
        let line = node.start_position().row + 1;
        let message =
            format!("the lab runs TypeScript by leaving the types out, which does not work for {what}");
        Err(Refused { line, message })
    }

    fn children(&mut self, node: Node<'_>) -> Result<(), Refused> {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            self.visit(child)?;
        }
        Ok(())
    }

    /// Blanks a list's element and the comma behind it.
    fn blank_element(&mut self, node: Node<'_>) {
        let mut end = node.end_byte();
        if let Some(comma) = node.next_sibling().filter(|next| next.kind() == ",") {
            end = comma.end_byte();
        }
        self.blank(node.start_byte()..end);
    }

    fn visit(&mut self, node: Node<'_>) -> Result<(), Refused> {
        match node.kind() {
            "type_annotation"
            | "type_arguments"
            | "type_parameters"
            | "implements_clause"
            | "asserts_annotation"
            | "type_predicate_annotation"
            | "omitting_type_annotation"
            | "opting_type_annotation" => {
                self.blank(node.byte_range());
                Ok(())
            }
            "interface_declaration"
            | "type_alias_declaration"
            | "ambient_declaration"
            | "function_signature"
            | "abstract_method_signature"
            | "method_signature"
            | "index_signature" => {
                self.blank_statement(node);
                Ok(())
            }
            "enum_declaration" => Self::refuse(node, "enums: write an object, `as const`"),
            "decorator" => Self::refuse(node, "decorators: call the function yourself"),
            "import_alias" => Self::refuse(node, "`import x = y`: write a const"),
            "internal_module" | "module" if is_declaration(node) => self.namespace(node),
            "import_statement" => self.import(node),
            "export_statement" => self.export(node),
            "import_specifier" | "export_specifier" if has_token(node, "type") => {
                self.blank_element(node);
                Ok(())
            }
            "as_expression" | "satisfies_expression" => self.cast(node),
            "non_null_expression" => {
                self.blank(node.end_byte() - 1..node.end_byte());
                self.children(node)
            }
            "required_parameter" | "optional_parameter" => self.parameter(node),
            "public_field_definition" | "method_definition" => self.member(node),
            "abstract_class_declaration" => {
                self.blank_tokens(node, &["abstract"]);
                self.children(node)
            }
            "variable_declarator" => {
                self.blank_tokens(node, &["!"]);
                self.children(node)
            }
            _ => self.children(node),
        }
    }

    fn blank_tokens(&mut self, node: Node<'_>, kinds: &[&str]) {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if kinds.contains(&child.kind()) {
                self.blank(child.byte_range());
            }
        }
    }

    /// A namespace that holds nothing but types goes; one with values would have to become code.
    fn namespace(&mut self, node: Node<'_>) -> Result<(), Refused> {
        fn only_types(node: Node<'_>) -> bool {
            let Some(body) = node.child_by_field_name("body") else { return true };
            let mut cursor = body.walk();
            body.named_children(&mut cursor).all(|child| {
                let inner = match child.kind() {
                    "export_statement" => child.child_by_field_name("declaration").unwrap_or(child),
                    "expression_statement" => child.named_child(0).unwrap_or(child),
                    _ => child,
                };
                match inner.kind() {
                    "interface_declaration"
                    | "type_alias_declaration"
                    | "ambient_declaration"
                    | "comment" => true,
                    "internal_module" | "module" => only_types(inner),
                    _ => false,
                }
            })
        }
        if !only_types(node) {
            return Self::refuse(node, "namespaces with values: write a module");
        }
        self.blank_statement(node);
        Ok(())
    }

    fn import(&mut self, node: Node<'_>) -> Result<(), Refused> {
        let mut cursor = node.walk();
        if node.children(&mut cursor).any(|child| child.kind() == "import_require_clause") {
            return Self::refuse(node, "`import x = require(...)`: write `import x from ...`");
        }
        if has_token(node, "type") {
            self.blank_statement(node);
            return Ok(());
        }
        self.children(node)
    }

    fn export(&mut self, node: Node<'_>) -> Result<(), Refused> {
        if has_token(node, "=") {
            return Self::refuse(node, "`export =`: write `export default` or `module.exports =`");
        }
        let goes = node
            .child_by_field_name("declaration")
            .or_else(|| node.child_by_field_name("value"))
            .is_some_and(|d| {
                [
                    "interface_declaration",
                    "type_alias_declaration",
                    "ambient_declaration",
                    "function_signature",
                ]
                .contains(&d.kind())
            });
        if goes || has_token(node, "type") || has_token(node, "namespace") {
            self.blank_statement(node);
            return Ok(());
        }
        self.children(node)
    }

    /// `x as T`, `x satisfies T`: all behind the value goes.
    fn cast(&mut self, node: Node<'_>) -> Result<(), Refused> {
        let Some(value) = node.child(0) else { return Ok(()) };
        self.blank(value.end_byte()..node.end_byte());
        self.visit(value)
    }

    fn parameter(&mut self, node: Node<'_>) -> Result<(), Refused> {
        let mut cursor = node.walk();
        let modified = |child: &Node<'_>| {
            ["accessibility_modifier", "readonly", "override_modifier"].contains(&child.kind())
        };
        if let Some(modifier) = node.children(&mut cursor).find(modified) {
            return Self::refuse(
                modifier,
                "parameter properties: declare the field and assign it in the constructor",
            );
        }
        if node.child_by_field_name("pattern").is_some_and(|pattern| pattern.kind() == "this") {
            self.blank_element(node);
            return Ok(());
        }
        self.blank_tokens(node, &["?"]);
        self.children(node)
    }

    fn member(&mut self, node: Node<'_>) -> Result<(), Refused> {
        if has_token(node, "declare") || has_token(node, "abstract") {
            self.blank_statement(node);
            return Ok(());
        }
        let mut cursor = node.walk();
        let mut is_first = true;
        for child in node.children(&mut cursor) {
            match child.kind() {
                "accessibility_modifier" | "override_modifier" | "readonly" => {
                    // Without its modifier, a member must not be taken for more of the one before.
                    self.blanks.push(Blank { range: child.byte_range(), semicolon: is_first });
                }
                "?" | "!" => self.blank(child.byte_range()),
                _ => self.visit(child)?,
            }
            is_first = false;
        }
        Ok(())
    }

    fn finish(mut self) -> String {
        self.blanks.sort_by_key(|blank| (blank.range.start, std::cmp::Reverse(blank.range.end)));
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for Blank { range, semicolon } in self.blanks {
            if range.start < at {
                continue;
            }
            out.push_str(&self.text[at..range.start]);
            let mut semicolon = semicolon;
            for c in self.text[range.clone()].chars() {
                match c {
                    '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(c),
                    _ if std::mem::take(&mut semicolon) => out.push(';'),
                    _ => out.extend(std::iter::repeat_n(' ', c.len_utf16())),
                }
            }
            at = range.end;
        }
        out.push_str(&self.text[at..]);
        out
    }
}

/// Whether one of a node's own tokens is this one.
fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| !child.is_named() && child.kind() == token)
}

/// Whether `module` is a declaration and not the name of one of Node's variables.
fn is_declaration(node: Node<'_>) -> bool {
    node.child_by_field_name("body").is_some()
}

#[cfg(test)]
mod tests {
    use super::erase;

    /// What is left, with blanks run together.
    fn left(text: &str) -> String {
        let out = erase(text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        assert_eq!(out.encode_utf16().count(), text.encode_utf16().count(), "{text}");
        assert_eq!(out.lines().count(), text.lines().count(), "{text}");
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn types_go_and_code_stays() {
        for (text, want) in [
            ("let a: number = 1;", "let a = 1;"),
            ("const f = (x: string, y?: number): boolean => !!x;", "const f = (x , y ) => !!x;"),
            ("function f(this: Foo, a: A): asserts a is B { return a!; }", "function f( a ) { return a ; }"),
            ("function f(a: string): a is 'x';\nfunction f(a: any) {}", "; function f(a ) {}"),
            ("const m = new Map<string, number[]>();", "const m = new Map ();"),
            ("f<string>(x as unknown as T)", "f (x )"),
            ("const o = { a: 1 } satisfies O;", "const o = { a: 1 } ;"),
            ("const o = { a: 1 } as const;", "const o = { a: 1 } ;"),
            ("const v = <any>x;", "const v = x;"),
            ("let a!: string;", "let a ;"),
            ("interface A { b: string }\ntype B = A | null;\nlet c = 1", "; ; let c = 1"),
            ("declare const x: number;\ndeclare module 'y' { }\nz()", "; ; z()"),
            ("import type { A } from './a';\nimport { type B, C } from './b';", "; import { C } from './b';"),
            (
                "export type { A } from './a';\nexport { type B, C };\nexport interface D {}",
                "; export { C }; ;",
            ),
            ("export type E = string;\nexport default interface F {}", "; ;"),
            (
                "abstract class A<T> extends B<T> implements C { abstract x(): void; private readonly y: T = 1; z?: string; declare w: number }",
                "class A extends B { ; ; ; y = 1; z ; ; }",
            ),
            (
                "class A { static #p: number = 1; public static async get<T>(x: T): Promise<T> { return x } [k: string]: any }",
                "class A { static #p = 1; ; static async get (x ) { return x } ; }",
            ),
            (
                "class A { override f(): void {} constructor(private_: string) { super(); } }",
                "class A { ; f() {} constructor(private_ ) { super(); } }",
            ),
            ("try { } catch (e: unknown) { }", "try { } catch (e ) { }"),
            ("for (const x of y as string[]) {}", "for (const x of y ) {}"),
            ("const a = b!.c![0]!;", "const a = b .c [0] ;"),
            ("namespace T { export interface X {} }\nf()", "; f()"),
            ("const f = async <T,>(x: T) => x;", "const f = async (x ) => x;"),
            ("const { a, b }: { a: string; b: number } = o;", "const { a, b } = o;"),
            (
                "enumerate(); const type = 1; const module = 2; type.x = module;",
                "enumerate(); const type = 1; const module = 2; type.x = module;",
            ),
            (
                "let x: typeof import('./a'); let y: `a${string}`; let z: new () => A;",
                "let x ; let y ; let z ;",
            ),
            ("const g = f<string>;", "const g = f ;"),
            ("function f(a: string, ...rest: number[]) {}", "function f(a , ...rest ) {}"),
            (
                "const s = 'a: string'; // b: number\nconst r = /<T>/;",
                "const s = 'a: string'; // b: number const r = /<T>/;",
            ),
        ] {
            assert_eq!(left(text), want, "{text}");
        }
    }

    #[test]
    fn what_needs_code_is_refused_with_its_line() {
        for (text, word) in [
            ("\nenum A { B }", "enums"),
            ("\nconst enum A { B }", "enums"),
            ("\nexport enum A { B }", "enums"),
            ("\nnamespace A { export const b = 1 }", "namespaces"),
            ("\nclass A { constructor(private b: string) {} }", "parameter properties"),
            ("\nclass A { constructor(readonly b: string) {} }", "parameter properties"),
            ("\n@sealed class A {}", "decorators"),
            ("\nimport a = require('a');", "import x = require"),
            ("\nexport = a;", "export ="),
            ("\nlet a: = 1;", ""),
        ] {
            let refused = erase(text).expect_err(text);
            assert_eq!(refused.line, 2, "{text}: {refused:?}");
            assert!(refused.message.contains(word), "{text}: {refused:?}");
        }
    }
}
