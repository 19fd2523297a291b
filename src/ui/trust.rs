//! The question whether a pack from elsewhere may run its code.

use super::canvas::{Canvas, fit};
use super::reveal::verbatim;
use super::rich;
use super::theme::Role;
use super::widgets::{cells, parts, scrolled};
use crate::app::action::Action;
use crate::app::event::{Pane, Target};
use crate::app::trust::{Trust, grouped};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Columns of the names before the facts.
const NAMES: usize = 12;

/// Draws the question over the body of the screen.
pub fn draw(canvas: &mut Canvas, body: Rect, trust: &Trust) {
    let width = body.width.saturating_sub(2).min(78);
    let lines = lines(canvas, trust, usize::from(width.saturating_sub(4)));
    let height = cells(lines.len() + 4).min(body.height);
    let title = if trust.stranger.before.is_some() {
        "This pack has changed since you let it run"
    } else {
        "This pack is not built in"
    };
    let inner = canvas.popup(body, width, height, title);
    let text =
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), height: inner.height - 2, ..inner };
    scrolled(canvas, text, Pane::Overlay, &lines, trust.top);
    let y = inner.bottom() - 1;
    let mut x = inner.x + 1;
    for (action, label) in [(Action::TrustPack, "run it"), (Action::NotNow, "not now")] {
        let key = canvas.shared.keys.shown(action);
        let (border, strong) = (canvas.style(Role::Border), canvas.style(Role::Strong));
        let button = [
            ("[ ", border),
            (&key, canvas.style(Role::Key)),
            (" ", Style::new()),
            (label, strong),
            (" ]", border),
        ];
        let end = parts(canvas, x, y, inner.right(), &button);
        canvas.seen.target(Rect { x, y, width: end - x, height: 1 }, Target::Act(action));
        x = end + 3;
    }
}

fn lines(canvas: &Canvas, trust: &Trust, width: usize) -> Vec<Line<'static>> {
    let pack = &trust.pack;
    let mut lines = Vec::new();
    let name_style = canvas.style(Role::Dim);
    let mut fact = |name: &str, value: &str, style: Style| {
        let lead = format!("{name:<NAMES$}");
        lines.extend(verbatim(value, &lead, width, true, name_style, style));
    };
    let room = width.saturating_sub(NAMES);
    let unknown = |text: &str| if text.trim().is_empty() { "not said".to_owned() } else { fit(text, room) };
    let strong = canvas.style(Role::Strong);
    fact("Pack", &fit(&pack.title, room), strong);
    fact("", &fit(&format!("{}, version {}", pack.id, pack.version), room), Style::new());
    fact("Authors", &unknown(&pack.authors.join(", ")), Style::new());
    fact("Licence", &unknown(&pack.licence), Style::new());
    fact("From", &trust.stranger.what.origin, Style::new());
    let count = pack.challenges.len();
    let challenges = if count == 1 { "1 challenge".to_owned() } else { format!("{count} challenges") };
    fact("Holds", &challenges, Style::new());
    fact("SHA-256", &grouped(&trust.stranger.what.hash).join("\n"), strong);
    if let Some(before) = &trust.stranger.before {
        fact("Until now", &grouped(before).join("\n"), canvas.style(Role::Removed));
    }
    lines.push(Line::default());
    let known = if trust.stranger.before.is_some() {
        "Its files are not what they were when you let it run from this place. "
    } else {
        "Its code has not run on this machine yet. Compare the digits with those that its author gave you. "
    };
    let means = format!(
        "{known}To show attacks and to judge patches its code is run, in a closed process without your files, without the network \
         and within limits of time and memory. `riskline doctor` says what of that holds on this system."
    );
    lines.extend(rich::lines(&means, width, &canvas.theme, Style::new()));
    lines
}
