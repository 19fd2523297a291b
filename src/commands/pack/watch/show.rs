//! What a watch shows: what changed, what is wrong with it, and how the whole stands.

use super::State;
use crate::content::{Level, tally};
use crate::lint::Finding;
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;

/// The lines of one screen that is so high; as many as there are where it is not known.
pub(super) fn screen(state: &State, height: Option<usize>) -> String {
    let mut top = vec![state.changed_line(), String::new()];
    let mut body: Vec<String> = Vec::new();
    for finding in state.findings().iter().filter(|finding| state.is_in_focus(finding)) {
        body.extend(finding.diagnostic.render(true).lines().map(str::to_owned));
        body.push(String::new());
    }
    let others = others(state);
    let mut bottom = if others.is_empty() { Vec::new() } else { others };
    bottom.push(state_line(state));
    bottom.push(faint("q ends"));
    if let Some(height) = height {
        let room = height.saturating_sub(top.len() + bottom.len() + 1);
        if body.len() > room {
            let more = body.len() - room;
            body.truncate(room);
            body.push(faint(&format!("... {more} more lines: `riskline pack check` prints all")));
        }
    }
    top.append(&mut body);
    top.append(&mut bottom);
    let mut text = top.join("\n");
    text.push('\n');
    text
}

/// A line for each challenge that did not change and is not right, so that it is not forgotten.
fn others(state: &State) -> Vec<String> {
    const MOST: usize = 6;
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for finding in state.findings().iter().filter(|finding| !state.is_in_focus(finding)) {
        let counts = counts.entry(whose(finding)).or_default();
        counts[usize::from(finding.diagnostic.level == Level::Warning)] += 1;
    }
    let all = counts.len();
    let mut lines: Vec<String> = counts
        .into_iter()
        .take(MOST)
        .map(|(whose, [errors, warnings])| format!("  {whose}: {}", tally(errors, warnings)))
        .collect();
    if all > MOST {
        lines.push(format!("  and {} more", all - MOST));
    }
    if !lines.is_empty() {
        lines.insert(0, faint("unchanged:"));
    }
    lines
}

/// The challenge, pack or file that a finding is about.
fn whose(finding: &Finding) -> String {
    match (&finding.pack, &finding.challenge) {
        (Some(pack), Some(challenge)) => format!("{pack}/{challenge}"),
        (Some(pack), None) => pack.clone(),
        _ => finding.diagnostic.file.clone(),
    }
}

/// How the whole stands.
pub(super) fn state_line(state: &State) -> String {
    let (errors, warnings) = state.counts();
    let (sound, proven, all) = state.progress();
    let took = format!("{:.1} s", state.took().as_secs_f64());
    if !state.is_over() {
        return format!("proving: {proven} of {all}  {}", faint(&took));
    }
    let colour = if errors > 0 {
        AnsiColor::Red
    } else if warnings > 0 {
        AnsiColor::Yellow
    } else {
        AnsiColor::Green
    };
    let style = colour.on_default().bold();
    let more = if errors + warnings > 0 { format!(", {}", tally(errors, warnings)) } else { String::new() };
    let whole =
        if all == 0 { "no challenge can be read".to_owned() } else { format!("{sound} of {all} sound") };
    format!("{style}{whole}{more}{style:#}  {}", faint(&took))
}

fn faint(text: &str) -> String {
    let style = Style::new().dimmed();
    format!("{style}{text}{style:#}")
}
