//! The tables of keys as Markdown, for the author's guide.

use super::{Count, FileKind, Key, Need, Shape, Table, Use, Value};
use std::fmt::Write;

/// Every key of some kinds of file: a section a kind, in it a table of keys for each table. A table that several have is
/// printed once.
pub fn markdown(kinds: &[&FileKind]) -> String {
    let mut out = String::new();
    let mut seen: Vec<*const Table> = Vec::new();
    for kind in kinds {
        let _ = writeln!(out, "### {}\n", kind.title);
        section(&mut out, kind.table, &mut seen);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn section(out: &mut String, table: &'static Table, seen: &mut Vec<*const Table>) {
    if seen.contains(&std::ptr::from_ref(table)) {
        return;
    }
    seen.push(table);
    let _ = writeln!(out, "**{}**: {}\n", name(table), table.doc);
    out.push_str("| key | needed | value | what it is |\n|---|---|---|---|\n");
    for key in table.keys {
        let (needed, value) = (needed(table, key), value(&key.shape));
        let default = match key.default {
            Some(Value::Flag(flag)) => format!(" Without it: `{flag}`."),
            Some(Value::Text(text)) => format!(" Without it: `\"{text}\"`."),
            None => String::new(),
        };
        let meaning: String = match key.shape {
            Shape::Choice(choice) => {
                choice.names().iter().map(|(name, doc)| format!(" `{name}`: {doc}")).collect()
            }
            _ => String::new(),
        };
        let _ = writeln!(out, "| `{}` | {needed} | {value} | {}{meaning}{default} |", key.name, key.doc);
    }
    out.push('\n');
    table.keys.iter().filter_map(|key| key.shape.table()).for_each(|inner| section(out, inner, seen));
}

fn needed(table: &Table, key: &Key) -> String {
    if key.need != Need::Optional {
        return "yes".to_owned();
    }
    let Some(when) = &table.when else { return String::new() };
    let is: Vec<_> = when.is.iter().map(|is| format!("`{is}`")).collect();
    let is = is.join(" or ");
    match (when.needs.contains(&key.name), when.owns.contains(&key.name)) {
        (true, _) => format!("if `{}` is {is}", when.key),
        (false, true) => format!("only if `{}` is {is}", when.key),
        (false, false) => String::new(),
    }
}

fn value(shape: &Shape) -> String {
    match shape {
        Shape::Text(Use::Name) => "a line".to_owned(),
        Shape::Text(Use::Prose) => "a text".to_owned(),
        Shape::Text(Use::Code) => "code".to_owned(),
        Shape::Id => "a short name".to_owned(),
        Shape::Path => "a path".to_owned(),
        Shape::Lines => "lines".to_owned(),
        Shape::Choice(_) => "one of the names".to_owned(),
        Shape::Language => "a language".to_owned(),
        Shape::Family => "a family".to_owned(),
        Shape::Cwe => "a CWE number".to_owned(),
        Shape::Number(number) if number.only.is_empty() => format!("{} to {}", number.from, number.to),
        Shape::Number(number) => number.only.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Shape::Share => "0 to 1".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Table(table) => name(table),
        Shape::List(each, count) => format!("list{}: {}", list(*count), value(each)),
        Shape::CodeByPath => "code by path".to_owned(),
        Shape::TextsByName => "texts by name".to_owned(),
    }
}

fn list(count: Count) -> String {
    match (count.least, count.most) {
        (0, None) => String::new(),
        (0, Some(most)) => format!(" of at most {most}"),
        (least, None) => format!(" of {least} or more"),
        (least, Some(most)) => format!(" of {least} to {most}"),
    }
}

/// A table as it is called, set as code where it is a header.
fn name(table: &Table) -> String {
    if table.what.starts_with('[') { format!("`{}`", table.what) } else { table.what.to_owned() }
}
