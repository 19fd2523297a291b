//! What a challenge says about its own code: that each known code comes out of the checks as its kind must.

use super::found::{Unsound, about, about_check, part_of_check};
use super::{Code, Proof, fixes, original};
use crate::content::Part;
use crate::core::challenge::{CheckKind, Fix, FixKind};
use crate::core::verdict::{RunReport, Verdict};
use std::collections::BTreeSet;

impl Proof<'_> {
    /// A flawed original loses to every attack; its fixes do what their kinds say.
    pub(super) fn flawed(&mut self) {
        let code = original();
        let as_it_is = self.known(&code, None);
        if let Some(report) = &as_it_is {
            self.all_function_checks_hold(&code, report);
            self.every(
                &code,
                report,
                Verdict::Open,
                "attack-does-not-work",
                [
                    "this attack does not work on the flawed code",
                    "Change the check until the attack really succeeds, or drop it.",
                ],
            );
        }
        let mut wrong: Vec<RunReport> = Vec::new();
        for (fix, code) in fixes(self.challenge) {
            let Some(report) = self.known(&code, Some(fix)) else { continue };
            self.all_function_checks_hold(&code, &report);
            match fix.kind {
                FixKind::Reference | FixKind::Right => {
                    self.every(
                        &code,
                        &report,
                        Verdict::Holds,
                        "fix-leaves-attack",
                        ["this attack still works", "Mend the fix, or the check if it asks too much."],
                    );
                }
                FixKind::Wrong => {
                    self.loses_one(&code, &report, "wrong-fix-passes");
                    wrong.push(report);
                }
                FixKind::Partial => self.closes_its_own(&code, fix, &report),
                FixKind::Mutant => {}
            }
        }
        // What follows builds on all of that.
        let Some(report) = as_it_is.filter(|_| self.found.is_empty() && !self.runs.is_cancelled()) else {
            return;
        };
        self.hidden_checks_catch_something(&wrong);
        self.checks_reach_their_sites(&report);
        self.reference_is_what_it_must_be();
    }

    /// At least one wrong fix is caught by hidden checks alone, where there are such checks.
    fn hidden_checks_catch_something(&mut self, wrong: &[RunReport]) {
        let lost = |report: &RunReport, hidden: bool| {
            report.checks.iter().any(|c| c.verdict == Verdict::Open && c.hidden == hidden)
        };
        let Some(hidden) = self.challenge.cases().find(|c| c.hidden && c.kind == CheckKind::Exploit) else {
            return;
        };
        if !wrong.is_empty() && wrong.iter().all(|report| lost(report, false)) {
            let fixes =
                Code { name: "the wrong fixes".to_owned(), part: part_of_check(self.challenge, hidden.name) };
            self.found.push(about(
                &fixes,
                "hidden-adds-nothing",
                "each of them loses to a visible attack already, so nothing shows that the hidden ones are needed",
                "Add a wrong fix that stops the visible attacks and not the hidden ones, as a player would who only stops what is shown.",
            ));
        }
    }

    /// A clean original withstands every attack, each of which works on a mutant.
    pub(super) fn clean(&mut self) {
        let code = original();
        if let Some(report) = self.known(&code, None) {
            self.all_function_checks_hold(&code, &report);
            self.every(
                &code,
                &report,
                Verdict::Holds,
                "clean-is-open",
                [
                    "this attack works, so the challenge is not clean",
                    "Mend the code, or describe the weakness as a site.",
                ],
            );
        }
        let mut proven: BTreeSet<String> = BTreeSet::new();
        for (fix, code) in fixes(self.challenge) {
            if fix.kind != FixKind::Mutant {
                continue;
            }
            let Some(report) = self.known(&code, Some(fix)) else {
                // What was not judged says nothing about the attacks.
                if self.is_without_engine {
                    return;
                }
                continue;
            };
            self.all_function_checks_hold(&code, &report);
            self.loses_one(&code, &report, "mutant-withstands");
            proven
                .extend(report.checks.iter().filter(|c| c.verdict == Verdict::Open).map(|c| c.name.clone()));
        }
        let mutants = Code { name: "the mutants".to_owned(), part: Part::Whole };
        for check in self.challenge.cases().filter(|c| c.kind == CheckKind::Exploit) {
            if !proven.contains(check.name) {
                self.found.push(Unsound {
                    part: part_of_check(self.challenge, check.name),
                    check: Some(check.name.to_owned()),
                    ..about(
                        &mutants,
                        "attack-unproven",
                        "this attack works on none of them, so it proves nothing about the clean code",
                        "Add a fix of kind \"mutant\" that puts in the flaw which this check looks for.",
                    )
                });
            }
        }
    }

    fn all_function_checks_hold(&mut self, code: &Code, report: &RunReport) {
        for check in report.checks.iter().filter(|c| c.kind == CheckKind::Function) {
            if check.verdict != Verdict::Holds {
                self.found.push(about_check(
                    (self.challenge, code),
                    check,
                    "function-check-fails",
                    "this function check fails, which no known code may do",
                    "Mend the code or the check: a function check says what must work before and after the fix.",
                ));
            }
        }
    }

    /// Every attack comes out as wanted; else `what` is wrong.
    fn every(
        &mut self,
        code: &Code,
        report: &RunReport,
        wanted: Verdict,
        lint: &'static str,
        [what, help]: [&'static str; 2],
    ) {
        for check in report.checks.iter().filter(|c| c.kind == CheckKind::Exploit && c.verdict != wanted) {
            self.found.push(about_check((self.challenge, code), check, lint, what, help));
        }
    }

    /// At least one attack works on the code.
    fn loses_one(&mut self, code: &Code, report: &RunReport, lint: &'static str) {
        if !report.checks.iter().any(|c| c.verdict == Verdict::Open) {
            self.found.push(about(
                code,
                lint,
                "no attack works on it, so the checks do not see what is wrong with it",
                "Add an exploit check, hidden if you like, that gets past it.",
            ));
        }
    }

    /// The fix closes the sites that it names and no other.
    fn closes_its_own(&mut self, code: &Code, fix: &Fix, report: &RunReport) {
        for site in self.challenge.weaknesses() {
            let mut of_site = report.checks.iter().filter(|c| c.site.as_deref() == Some(site.id.as_str()));
            let is_attacked = of_site.clone().next().is_some();
            if !is_attacked || report.closes(&site.id) == fix.sites.contains(&site.id) {
                continue;
            }
            let open = of_site.find(|c| c.verdict == Verdict::Open);
            let what = match open {
                Some(_) => format!("it says that it closes `{}`, and an attack on it still works", site.id),
                None => format!("it closes `{}` too, which it does not name", site.id),
            };
            let help = "Make `sites` name just the weaknesses that the fix closes.";
            self.found.push(match open {
                Some(check) => about_check((self.challenge, code), check, "partial-fix-differs", what, help),
                None => about(code, "partial-fix-differs", what, help),
            });
        }
    }
}
