//! Reads checks and the decision table, and sees whether a challenge has what its proof needs.

use super::challenge::whole_lines;
use super::sites::Sites;
use super::source::Problems;
use super::table::{Fields, Text, short};
use crate::core::challenge::{
    Challenge, Check, CheckKind, CodeFile, DecisionTable, FixKind, Language, SiteKind,
};

/// The languages whose code is run.
fn is_run(language: Language) -> bool {
    matches!(language, Language::Python | Language::JavaScript | Language::TypeScript)
}

/// What the later parts of a challenge need to know of the earlier ones.
pub(super) struct Scope<'a, 't, 'i> {
    pub fields: &'a Fields<'t, 'i>,
    pub files: &'a [CodeFile],
    pub sites: &'a Sites,
    pub flawed: bool,
    pub language: Option<Language>,
}

/// The id of the site that a check or rule speaks of; must be a weakness where there is one.
pub(super) fn site_of(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<String> {
    let site: Text = fields.text("site", problems)?;
    scope.sites.check_reference(&site, scope.flawed.then_some(SiteKind::Weakness), problems);
    Some(site.value.to_owned())
}

pub(super) fn read_checks(scope: &Scope, problems: &mut Problems) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    if let Some(language) = scope.language.filter(|l| !is_run(*l) && scope.fields.has("check")) {
        problems.error(
            "not-run",
            scope.fields.key_span("check"),
            format!("{language} is not run, so it cannot have checks"),
            "write `[[rule]]` instead",
        );
    }
    for section in scope.fields.tables("check", problems) {
        let fields = section.fields(problems);
        let kind = fields.choice("kind", problems);
        let name = fields.text("name", problems);
        let code = fields.text("code", problems);
        let hidden = fields.flag("hidden", problems).unwrap_or(false);
        let site = site_of(&fields, scope, problems);
        match (kind, &site) {
            (Some(CheckKind::Function), Some(_)) => problems.error(
                "function-with-site",
                fields.key_span("site"),
                "a function check has no `site`",
                "only an exploit check attacks one",
            ),
            (Some(CheckKind::Exploit), None) if scope.flawed && !fields.has("site") => problems.error(
                "missing-key",
                fields.span(),
                "an exploit check needs the `site` of the weakness that it attacks",
                "",
            ),
            _ => {}
        }
        let (Some(kind), Some(name), Some(code)) = (kind, name, code) else { continue };
        if checks.iter().any(|c| c.name == name.value) {
            let message = format!("there are two checks `{}`", short(name.value));
            problems.error("duplicate-name", name.span, message, "");
        }
        checks.push(Check { name: name.value.to_owned(), kind, site, hidden, code: whole_lines(code.value) });
    }
    checks
}

pub(super) fn read_decision(scope: &Scope, problems: &mut Problems) -> DecisionTable {
    let mut decision = if scope.flawed { DecisionTable::FLAWED } else { DecisionTable::CLEAN };
    let Some(section) = scope.fields.table("decision", problems) else { return decision };
    let fields = section.fields(problems);
    if let Some(patch) = fields.flag("patch", problems) {
        if patch && !scope.flawed && scope.sites.sound {
            let message = "there is no weakness, so there is nothing to patch";
            problems.error("nothing-to-patch", fields.span_of("patch"), message, "remove `patch`");
        }
        decision.patch = patch;
        if !patch && scope.flawed {
            // What no patch mends is rightly rejected.
            decision.reject = 1.0;
        }
    }
    decision.accept = fields.share("accept", problems).unwrap_or(decision.accept);
    decision.modify = fields.share("modify", problems).unwrap_or(decision.modify);
    decision.reject = fields.share("reject", problems).unwrap_or(decision.reject);
    let right = if scope.flawed { decision.modify.max(decision.reject) } else { decision.accept };
    let wrong = if scope.flawed { decision.accept } else { decision.modify.max(decision.reject) };
    if wrong >= right && scope.sites.sound {
        let message = "a wrong decision is worth as much as the right one";
        let help = if scope.flawed { "`accept` must be worth less" } else { "`accept` must be worth most" };
        problems.error("bad-decision", fields.span(), message, help);
    }
    decision
}

/// Whether a sound challenge has everything that its proof and its game need.
pub(super) fn judge_completeness(challenge: &Challenge, fields: &Fields, problems: &mut Problems) {
    let span = fields.span();
    let has_function = challenge.cases().any(|c| c.kind == CheckKind::Function);
    let needs_proof = challenge.is_clean() || challenge.decision.patch;
    if needs_proof && !has_function {
        let help = "without one a patch that deletes the code would pass";
        problems.error("no-function-check", span.clone(), "nothing checks that the feature works", help);
    }
    if !challenge.sites.iter().any(|s| s.kind == SiteKind::Decoy) {
        let help = "a challenge needs places that look risky and are safe; two to four are usual";
        problems.error("no-decoy", span.clone(), "there is no decoy", help);
    }
    if challenge.is_clean() {
        judge_clean(challenge, fields, problems);
    } else if challenge.decision.patch {
        judge_flawed(challenge, fields, problems);
    }
    if challenge.hints.strategy.is_none() {
        problems.warning("no-hint", span, "`[hints]` has no `strategy`", "");
    }
}

fn judge_clean(challenge: &Challenge, fields: &Fields, problems: &mut Problems) {
    let span = fields.span();
    let mutants = challenge.fixes.iter().filter(|f| f.kind == FixKind::Mutant).count();
    let attacked = challenge.cases().any(|c| c.kind == CheckKind::Exploit);
    if !attacked {
        let help = "attacks that fail on it, and succeed on a mutant, are what proves that it is clean";
        problems.error("no-exploit-check", span.clone(), "no exploit check tries the clean code", help);
    }
    match mutants {
        0 => {
            let help = "a `[[fix]]` of kind `mutant` puts the flaw in; if the code is flawed, its `[[site]]` of kind `weakness` is missing";
            problems.error("no-mutant", span, "there is no weakness and no mutant", help);
        }
        1 => problems.warning("few-mutants", span, "there is one mutant only; at least two are usual", ""),
        _ => {}
    }
}

fn judge_flawed(challenge: &Challenge, fields: &Fields, problems: &mut Problems) {
    let span = fields.span();
    for weakness in challenge.weaknesses() {
        let id = Some(weakness.id.as_str());
        let attacks = || {
            challenge.checks.iter().filter(move |c| c.kind == CheckKind::Exploit && c.site.as_deref() == id)
        };
        let ruled = challenge.rules.iter().any(|r| r.site.as_deref() == id);
        if attacks().next().is_none() && !ruled {
            let message = format!("no exploit check or rule is tied to the weakness `{}`", weakness.id);
            problems.error("no-exploit-check", span.clone(), message, "");
        } else if !ruled && !attacks().any(|c| c.hidden) {
            let message = format!("no hidden exploit check is tied to the weakness `{}`", weakness.id);
            let help = "without a hidden variant, blocking the one known attack passes for a fix";
            problems.warning("no-hidden-check", span.clone(), message, help);
        }
        if !ruled && !attacks().any(|c| !c.hidden) && attacks().next().is_some() {
            let message = format!("every exploit check of the weakness `{}` is hidden", weakness.id);
            problems.warning(
                "no-visible-check",
                span.clone(),
                message,
                "the player should see at least one attack",
            );
        }
    }
    if challenge.reference().is_none() {
        let help = "add a `[[fix]]` of kind `reference`, or `patch = false` under `[decision]` where no patch can mend it";
        problems.error("no-reference", span.clone(), "a flawed challenge needs a reference fix", help);
    }
    match challenge.fixes.iter().filter(|f| f.kind == FixKind::Wrong).count() {
        0 => problems.warning("few-wrong-fixes", span, "there is no wrong fix; at least two are usual", ""),
        1 => problems.warning(
            "few-wrong-fixes",
            span,
            "there is one wrong fix only; at least two are usual",
            "",
        ),
        _ => {}
    }
}
