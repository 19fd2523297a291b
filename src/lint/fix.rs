//! What can be mended without asking anybody: small slips in a file, never its code or what it says is true.

use super::Finding;
use crate::core::challenge::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml_edit::{Array, Document, DocumentMut, Item, Value};

/// What can be mended. All of it is said of files that could be parsed, so nothing is read here that the loader did not read:
/// no pipe, no device, nothing of any size.
const MENDED: [&str; 5] =
    ["duplicate-cwe", "duplicate-id", "missing-key", "id-not-file-name", "needless-allow"];

/// A file as it is to be, and what was mended in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file's name, as it was given to the program.
    pub file: String,
    /// Its new text.
    pub text: String,
    /// What was changed, each in a few words.
    pub changes: Vec<String>,
}

/// Mends what is safe to mend of what was found. `read` gives a file's text; files that it does not give are left alone, and
/// so are bundled packs, in which several challenges share a file.
pub fn mend(findings: &[Finding], read: impl Fn(&str) -> Option<String>) -> Vec<Mended> {
    let mut of_files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| MENDED.contains(&finding.diagnostic.code)) {
        of_files.entry(&finding.diagnostic.file).or_default().push(finding);
    }
    of_files
        .into_iter()
        .filter_map(|(file, findings)| {
            let (text, changes) = mend_file(file, &read(file)?, &findings)?;
            Some(Mended { file: file.to_owned(), text, changes })
        })
        .collect()
}

fn mend_file(file: &str, text: &str, findings: &[&Finding]) -> Option<(String, Vec<String>)> {
    if Language::from_path(file) != Language::Toml {
        return None;
    }
    let parsed = Document::parse(text).ok()?;
    if parsed.contains_key("pack") || parsed.contains_key("challenge") {
        return None;
    }
    let needless = needless_exceptions(&parsed, text, findings);
    let mut document = parsed.into_mut();
    let mut changes = Vec::new();
    let met = |code: &str| findings.iter().any(|finding| finding.diagnostic.code == code);
    if met("duplicate-cwe") {
        changes.extend(without_double_cwes(&mut document));
    }
    if met("duplicate-id")
        && let Some(order) = document.get_mut("order").and_then(Item::as_array_mut)
    {
        changes.extend(
            without_doubles(order).into_iter().map(|id| format!("removed the second {id} from `order`")),
        );
    }
    let path = Path::new(file);
    if met("missing-key")
        && path.file_name().is_some_and(|name| name == "pack.toml")
        && !document.contains_key("format")
    {
        document.insert("format", toml_edit::value(1));
        changes.push("wrote `format = 1`".to_owned());
    }
    if met("id-not-file-name")
        && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
        && let Some(Item::Value(id)) = document.get_mut("id")
    {
        let mut new = Value::from(name);
        *new.decor_mut() = id.decor().clone();
        *id = new;
        changes.push(format!("wrote `{name}` as the id"));
    }
    changes.extend(without_exceptions(&mut document, &needless));
    let mended = document.to_string();
    (!changes.is_empty() && mended != text).then_some((mended, changes))
}

/// Which of the file's exceptions are reported as needless, by their place in the list.
fn needless_exceptions(parsed: &Document<&str>, text: &str, findings: &[&Finding]) -> BTreeSet<usize> {
    let lines: BTreeSet<usize> = findings
        .iter()
        .filter(|finding| finding.diagnostic.code == "needless-allow")
        .filter_map(|finding| Some(finding.diagnostic.place.as_ref()?.line))
        .collect();
    let tables = parsed.get("allow").and_then(Item::as_array_of_tables);
    let starts = tables.into_iter().flat_map(|tables| tables.iter()).map(|table| {
        let start = table.span()?.start;
        Some(text.get(..start)?.matches('\n').count() + 1)
    });
    let is_needless = |start: Option<usize>| start.is_some_and(|line| lines.contains(&line));
    starts.enumerate().filter(|(_, start)| is_needless(*start)).map(|(index, _)| index).collect()
}

fn without_exceptions(document: &mut DocumentMut, needless: &BTreeSet<usize>) -> Vec<String> {
    let Some(exceptions) = document.get_mut("allow").and_then(Item::as_array_of_tables_mut) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    for index in needless.iter().rev() {
        let name = exceptions.get(*index).and_then(|table| table.get("lint")).and_then(Item::as_str);
        changes.push(format!("removed the exception for `{}`", name.unwrap_or_default()));
        exceptions.remove(*index);
    }
    if exceptions.is_empty() {
        document.remove("allow");
    }
    changes
}

fn without_double_cwes(document: &mut DocumentMut) -> Vec<String> {
    let sites = document.get_mut("site").and_then(Item::as_array_of_tables_mut);
    let lists = sites.into_iter().flat_map(|sites| sites.iter_mut());
    let lists = lists.filter_map(|site| site.get_mut("cwe")?.as_array_mut());
    lists.flat_map(without_doubles).map(|cwe| format!("removed the second CWE-{cwe}")).collect()
}

/// Removes what stands in a list a second time, and gives it.
fn without_doubles(list: &mut Array) -> Vec<String> {
    let plain = |value: &Value| value.to_string().trim().to_owned();
    let mut removed = Vec::new();
    let mut seen = BTreeSet::new();
    let mut index = 0;
    while let Some(value) = list.get(index).map(plain) {
        if seen.insert(value.clone()) {
            index += 1;
        } else {
            list.remove(index);
            removed.push(value);
        }
    }
    removed
}
