//! Dockerfiles as rules see them: one instruction a line, its name in capitals, `ENV NAME=value`.

use super::grammar::Syntax;
use super::reading::{self, Edit, Reading, Source, Tree, TreeNode, Unreadable};

pub(super) fn read(syntax: Syntax, sources: &[Source]) -> Result<Reading, Unreadable> {
    reading::by_steps(syntax, sources, step)
}

fn step(tree: &Tree) -> Vec<Edit> {
    let root = tree.root();
    let comments = reading::comments(&root);
    if !comments.is_empty() {
        return comments;
    }
    let mut edits = Vec::new();
    for instruction in root.named_children().filter(|n| n.kind().ends_with("_instruction")) {
        let text = instruction.text();
        let written = in_one_form(&instruction, &text);
        if written != text {
            edits.push(Edit::new(instruction.range(), written));
        }
    }
    edits
}

/// An instruction on one line, followed by as many empty ones as it had.
fn in_one_form(node: &TreeNode, text: &str) -> String {
    let lines = text.trim_end_matches('\n');
    let below = "\n".repeat(lines.matches('\n').count());
    let after = &text[lines.len()..];
    let script = node.children().any(|c| c.kind() == "heredoc_block");
    let mut line = match script {
        // What another instruction than RUN is given that way is a file.
        true if node.kind() != "run_instruction" => return text.to_owned(),
        true => script_as_command(lines),
        false => joined(lines),
    };
    if let Some(name) =
        line.split_whitespace().next().filter(|name| name.chars().any(|c| c.is_ascii_lowercase()))
    {
        line = format!("{}{}", name.to_uppercase(), &line[name.len()..]);
    }
    if node.kind() == "from_instruction" {
        line =
            line.split(' ').map(|word| if word == "as" { "AS" } else { word }).collect::<Vec<_>>().join(" ");
    }
    if let Some((name, value)) = line.strip_prefix("ENV ").and_then(|rest| rest.split_once(' '))
        && !name.contains('=')
    {
        let value = value.trim();
        line = if value.contains([' ', '"', '\'']) { line } else { format!("ENV {name}={value}") };
    }
    format!("{line}{below}{after}")
}

/// Lines that go on, `\` or a backtick at their ends, as one.
fn joined(text: &str) -> String {
    let last = text.lines().count().saturating_sub(1);
    let pieces = text.lines().enumerate().map(|(at, line)| match line.trim() {
        line if at < last => line.strip_suffix(['\\', '`']).unwrap_or(line).trim_end(),
        line => line,
    });
    pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `RUN <<EOF` and its script as `RUN one; two`.
fn script_as_command(text: &str) -> String {
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    let Some((run, marker)) = head.split_once("<<") else { return text.to_owned() };
    let mut words = marker.trim_start_matches('-').splitn(2, char::is_whitespace);
    let end = words.next().unwrap_or_default().trim_matches(['"', '\'']);
    let rest = words.next().unwrap_or_default().trim();
    let body: Vec<&str> =
        lines.map(str::trim).take_while(|line| *line != end).filter(|l| !l.is_empty()).collect();
    let script = joined(&body.join("; ").replace("\\; ", "\\\n"));
    let run = run.trim_end();
    if rest.is_empty() { format!("{run} {script}") } else { format!("{run} {rest} {script}") }
}
