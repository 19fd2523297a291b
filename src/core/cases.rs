//! What a patch is held against: the checks that run it and the rules on its structure, seen as one list.

use super::challenge::{Challenge, Check, CheckKind, Rule, RuleKind};
use super::verdict::Grading;

/// A check or a rule.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What it shows, in a few words. No two of a challenge have the same.
    pub name: &'a str,
    /// Whether it guards the feature or tries an attack.
    pub kind: CheckKind,
    /// Id of the weakness that it speaks of.
    pub site: Option<&'a str>,
    /// Shown only once a patch has been submitted.
    pub hidden: bool,
    /// Which of the two it is.
    pub what: What<'a>,
}

/// Which of the two a case is.
#[derive(Debug, Clone, Copy)]
pub enum What<'a> {
    Check(&'a Check),
    Rule(&'a Rule),
}

impl Challenge {
    /// Every check and then every rule, those of the feature first.
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        let clean = self.is_clean();
        let checks = self.checks.iter().map(|c| Case {
            name: &c.name,
            kind: c.kind,
            site: c.site.as_deref(),
            hidden: c.hidden,
            what: What::Check(c),
        });
        let rules = self.rules.iter().map(move |r| Case {
            name: &r.name,
            kind: r.case_kind(clean),
            site: r.site.as_deref(),
            hidden: r.hidden,
            what: What::Rule(r),
        });
        let mut cases: Vec<Case> = checks.chain(rules).collect();
        cases.sort_by_key(|c| (matches!(c.what, What::Rule(_)), c.kind != CheckKind::Function));
        cases.into_iter()
    }

    /// How a verdict on it is reached: by running the code, where any check does.
    pub fn grading(&self) -> Grading {
        if self.checks.is_empty() && !self.rules.is_empty() { Grading::Structure } else { Grading::Run }
    }

    /// Whether there is anything to hold a patch against.
    pub fn has_cases(&self) -> bool {
        !self.checks.is_empty() || !self.rules.is_empty()
    }
}

impl Rule {
    /// Whether the rule guards the feature or looks for a weakness, in a challenge that is clean or not.
    ///
    /// One with a site looks for a weakness. Without a site it guards the feature; in clean code, where nothing need be a
    /// site, what must not be there is a weakness.
    pub fn case_kind(&self, clean: bool) -> CheckKind {
        if self.site.is_some() || (clean && self.kind == RuleKind::MustNot) {
            CheckKind::Exploit
        } else {
            CheckKind::Function
        }
    }
}
