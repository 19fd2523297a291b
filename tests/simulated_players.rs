//! Simulated players: no blind strategy scores well on flawed and clean challenges alike, and an honest beginner beats them all.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use riskline::core::answer::{Answer, Boundary, Confidence, Decision, Finding, HintLevel};
use riskline::core::catalogue::Family;
use riskline::core::challenge::{
    Brief, Challenge, Check, CheckKind, CodeFile, DecisionTable, Difficulty, FileRole, Hints, Language,
    Severity, Site, SiteKind,
};
use riskline::core::lines::LineRange;
use riskline::core::matching::check_finding;
use riskline::core::score::score;
use riskline::core::verdict::{CheckReport, Grading, RunOutcome, RunReport, Verdict};
use std::fmt::Write;

/// What a blind player may reach in the weaker half, flawed or clean.
const BLIND_AT_MOST: f64 = 35.0;
/// What a careful beginner reaches at least, in both halves.
const BEGINNER_AT_LEAST: f64 = 45.0;

/// How a simulated player answers.
enum Player {
    /// Accepts everything and marks nothing.
    AcceptAll { sure: u8 },
    /// Marks every line in stretches of that length.
    MarkAll { stretch: usize, decision: Decision, sure: u8 },
    /// Marks one random stretch of that length.
    OneMark { stretch: usize, decision: Decision, sure: u8 },
    /// Looks at every site with some sensitivity and no lean.
    Honest(Skill),
}

/// What an honest player is able to do. All but `d_prime` are rates from 0 to 1 but for `strays`.
#[derive(Clone, Copy)]
struct Skill {
    /// How far apart weak and safe places look, in standard deviations.
    d_prime: f64,
    /// A weakness that was found is named exactly.
    exact: f64,
    /// It is named as another of its family.
    family: f64,
    /// The place of entry is marked.
    trace: f64,
    /// The patch closes a weakness that was found.
    fix: f64,
    /// The patch breaks the feature.
    breaks: f64,
    /// Findings on nothing, a review, on average.
    strays: f64,
}

const BEGINNER: Skill =
    Skill { d_prime: 1.0, exact: 0.4, family: 0.3, trace: 0.3, fix: 0.5, breaks: 0.1, strays: 0.4 };
const PRACTISED: Skill =
    Skill { d_prime: 2.0, exact: 0.6, family: 0.25, trace: 0.5, fix: 0.7, breaks: 0.05, strays: 0.25 };
const EXPERT: Skill =
    Skill { d_prime: 3.0, exact: 0.8, family: 0.15, trace: 0.7, fix: 0.9, breaks: 0.02, strays: 0.1 };

/// Every player with a name and whether it is blind.
fn players() -> Vec<(String, bool, Player)> {
    use Decision::{Modify, Reject};
    let mut all = Vec::new();
    for sure in [50, 95] {
        all.push((format!("accept all, {sure} % sure"), true, Player::AcceptAll { sure }));
        for stretch in [2, 5, 8] {
            for decision in [Reject, Modify] {
                let name = format!("mark all by {stretch}, {}, {sure} % sure", decision.label());
                all.push((name, true, Player::MarkAll { stretch, decision, sure }));
            }
        }
        for stretch in [2, 5] {
            for decision in [Reject, Modify] {
                let name = format!("one mark of {stretch}, {}, {sure} % sure", decision.label());
                all.push((name, true, Player::OneMark { stretch, decision, sure }));
            }
        }
    }
    for skill in [BEGINNER, PRACTISED, EXPERT] {
        all.push((format!("honest, d' = {}", skill.d_prime), false, Player::Honest(skill)));
    }
    all
}

fn sure(percent: u8) -> Confidence {
    Confidence::try_from(percent).expect("one of the four steps")
}

fn mark(path: &str, first: usize, last: usize) -> Finding {
    Finding {
        file: path.to_owned(),
        lines: LineRange::new(first, last),
        cwe: None,
        reason: String::new(),
        boundary: None,
    }
}

fn answer(findings: Vec<Finding>, decision: Decision, percent: u8) -> (Answer, Option<RunReport>) {
    (Answer { findings, decision, sure: sure(percent), hint: HintLevel::None }, None)
}

impl Player {
    fn play(&self, challenge: &Challenge, family: &Family, rng: &mut StdRng) -> (Answer, Option<RunReport>) {
        match *self {
            Self::AcceptAll { sure } => answer(Vec::new(), Decision::Accept, sure),
            Self::MarkAll { stretch, decision, sure } => {
                let in_file = |file: &CodeFile| {
                    let count = file.line_count();
                    let starts = (1..=count).step_by(stretch);
                    starts.map(|a| mark(&file.path, a, (a + stretch - 1).min(count))).collect::<Vec<_>>()
                };
                answer(challenge.files.iter().flat_map(in_file).collect(), decision, sure)
            }
            Self::OneMark { stretch, decision, sure } => {
                let file = &challenge.files[rng.random_range(0..challenge.files.len())];
                answer(vec![random_mark(file, stretch, rng)], decision, sure)
            }
            Self::Honest(skill) => skill.play(challenge, family, rng),
        }
    }
}

fn random_mark(file: &CodeFile, stretch: usize, rng: &mut StdRng) -> Finding {
    let count = file.line_count();
    let first = rng.random_range(1..=count.saturating_sub(stretch - 1).max(1));
    mark(&file.path, first, (first + stretch - 1).min(count))
}

/// A standard normal number (Box and Muller).
fn normal(rng: &mut StdRng) -> f64 {
    let (u, v): (f64, f64) = (1.0 - rng.random::<f64>(), rng.random());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

impl Skill {
    fn play(self, challenge: &Challenge, family: &Family, rng: &mut StdRng) -> (Answer, Option<RunReport>) {
        let criterion = self.d_prime / 2.0;
        let mut findings = Vec::new();
        let mut found = Vec::new();
        let mut clearest: f64 = f64::NEG_INFINITY;
        for site in challenge.sites.iter().filter(|s| s.kind != SiteKind::Neutral) {
            let weak = site.kind == SiteKind::Weakness;
            let looks_weak = normal(rng) + if weak { self.d_prime } else { 0.0 } - criterion;
            clearest = clearest.max(looks_weak);
            if looks_weak <= 0.0 {
                continue;
            }
            let core = site.core[0];
            let last = core.last().min(core.first() + 2);
            let mut finding = mark(&challenge.files[site.file].path, core.first(), last);
            if weak {
                found.push(site.id.clone());
                let luck: f64 = rng.random();
                finding.cwe = if luck < self.exact {
                    site.cwes.first().copied()
                } else if luck < self.exact + self.family {
                    family.cwes.iter().find(|c| !site.cwes.contains(c)).copied()
                } else {
                    None
                };
                if let Some((file, lines)) = site.entries.first().filter(|_| rng.random_bool(self.trace)) {
                    let path = challenge.files[*file].path.clone();
                    finding.boundary = Some(Boundary { file: path, lines: LineRange::line(lines.first()) });
                }
            }
            findings.push(finding);
        }
        // A stray comes from misreading the code, so its owner believes in it like in any other finding.
        if rng.random_bool(self.strays) {
            let file = &challenge.files[rng.random_range(0..challenge.files.len())];
            findings.push(random_mark(file, 2, rng));
            clearest = clearest.max(0.2);
        }
        let decision = if findings.is_empty() { Decision::Accept } else { Decision::Modify };
        let percent = match clearest.abs() {
            far if far > 1.5 => 95,
            far if far > 0.8 => 80,
            far if far > 0.3 => 65,
            _ => 50,
        };
        let patch =
            (challenge.is_patchable() && !found.is_empty()).then(|| self.patch(challenge, &found, rng));
        (answer(findings, decision, percent).0, patch)
    }

    /// The run of a patch for the weaknesses that were found.
    fn patch(self, challenge: &Challenge, found: &[String], rng: &mut StdRng) -> RunReport {
        let fixed: Vec<&String> = found.iter().filter(|_| rng.random_bool(self.fix)).collect();
        let breaks = rng.random_bool(self.breaks);
        let checks = challenge.checks.iter().map(|check| CheckReport {
            name: check.name.clone(),
            kind: check.kind,
            site: check.site.clone(),
            hidden: check.hidden,
            verdict: match (check.kind, &check.site) {
                (CheckKind::Function, _) if breaks => Verdict::Fails,
                (CheckKind::Function, _) => Verdict::Holds,
                (CheckKind::Exploit, Some(site)) if fixed.contains(&site) => Verdict::Holds,
                (CheckKind::Exploit, _) => Verdict::Open,
            },
            evidence: String::new(),
            exchange: Vec::new(),
            trace: Vec::new(),
            millis: 0,
        });
        RunReport {
            outcome: RunOutcome::Judged,
            checks: checks.collect(),
            console: String::new(),
            millis: 0,
            grading: Grading::Run,
        }
    }
}

/// Mean scores of one player.
struct Row {
    name: String,
    blind: bool,
    flawed: f64,
    clean: f64,
}

/// Lets every player answer every challenge so many times.
fn simulate(challenges: &[(Challenge, Family)], times: usize, rng: &mut StdRng) -> Vec<Row> {
    let rows = players().into_iter().map(|(name, blind, player)| {
        let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
        for _ in 0..times {
            for (challenge, family) in challenges {
                let (answer, patch) = player.play(challenge, family, rng);
                for finding in &answer.findings {
                    check_finding(challenge, finding)
                        .expect("a simulated player marks what a player may mark");
                }
                let half = usize::from(challenge.is_clean());
                sums[half] += f64::from(score(challenge, &answer, patch.as_ref(), family).points);
                counts[half] += 1.0;
            }
        }
        Row { name, blind, flawed: sums[0] / counts[0], clean: sums[1] / counts[1] }
    });
    rows.collect()
}

/// Shows the table and holds it to the two promises.
fn prove(rows: &[Row], what: &str) {
    let mut table = format!("{what}\n{:<40} flawed  clean\n", "player");
    for row in rows {
        writeln!(table, "{:<40} {:>6.1} {:>6.1}", row.name, row.flawed, row.clean)
            .expect("a string takes it");
    }
    println!("{table}");
    for row in rows {
        let weaker = row.flawed.min(row.clean);
        if row.blind {
            assert!(weaker < BLIND_AT_MOST, "{}: {weaker:.1} in the weaker half\n{table}", row.name);
        } else {
            assert!(weaker > BEGINNER_AT_LEAST, "{}: {weaker:.1} in the weaker half\n{table}", row.name);
        }
    }
    let honest: Vec<_> = rows.iter().filter(|r| !r.blind).collect();
    let better = |a: &&Row, b: &&Row| a.flawed < b.flawed && a.clean < b.clean;
    assert!(honest.is_sorted_by(better), "the more able player scores more\n{table}");
}

/// A challenge such as packs hold: one to three files, mostly one weakness or none, two to four decoys.
fn generate(clean: bool, rng: &mut StdRng) -> Challenge {
    let files: Vec<CodeFile> = (0..rng.random_range(1..=3usize))
        .map(|i| CodeFile {
            path: format!("part{i}.py"),
            role: FileRole::Suggested,
            language: Language::Python,
            before: None,
            code: "pass\n".repeat(rng.random_range(25..=60)),
        })
        .collect();
    let weaknesses = match (clean, rng.random_bool(0.25)) {
        (true, _) => 0,
        (false, two) => 1 + usize::from(two),
    };
    let decoys = rng.random_range(2..=4);
    let mut sites: Vec<Site> = Vec::new();
    while sites.len() < weaknesses + decoys {
        let file = rng.random_range(0..files.len());
        let first = rng.random_range(3..=files[file].line_count() - 4);
        let core = LineRange::new(first, first + rng.random_range(0..4));
        if sites.iter().any(|s| s.file == file && s.core[0].touches(core)) {
            continue;
        }
        let weak = sites.len() < weaknesses;
        let severities = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
        sites.push(Site {
            id: format!("s{}", sites.len()),
            kind: if weak { SiteKind::Weakness } else { SiteKind::Decoy },
            file,
            core: vec![core],
            context: vec![LineRange::line(core.last() + 1)],
            entries: if weak && rng.random_bool(0.6) { vec![(file, LineRange::line(1))] } else { Vec::new() },
            cwes: if weak { vec![639] } else { Vec::new() },
            severity: severities[rng.random_range(0..4)],
            why: String::new(),
        });
    }
    let check = |kind, site: Option<&Site>| Check {
        name: String::new(),
        kind,
        site: site.map(|s| s.id.clone()),
        hidden: false,
        code: String::new(),
    };
    let mut checks = vec![check(CheckKind::Function, None)];
    checks.extend(sites[..weaknesses].iter().map(|s| check(CheckKind::Exploit, Some(s))));
    Challenge {
        id: "generated".into(),
        title: "Generated".into(),
        language: Language::Python,
        family: "object-ownership".into(),
        minutes: 4,
        difficulty: Difficulty::default(),
        principle: String::new(),
        references: Vec::new(),
        talk: Vec::new(),
        brief: Brief::default(),
        hints: Hints::default(),
        files,
        sites,
        lab_setup: String::new(),
        checks,
        rules: Vec::new(),
        decision: if clean { DecisionTable::CLEAN } else { DecisionTable::FLAWED },
        fixes: Vec::new(),
        allows: Vec::new(),
        hash: String::new(),
    }
}

#[test]
fn blind_strategies_lose_and_a_careful_beginner_does_not() {
    let mut rng = StdRng::seed_from_u64(7);
    let family = Family {
        id: "object-ownership".into(),
        title: "Object ownership".into(),
        cwes: vec![639, 862],
        words: Vec::new(),
    };
    let challenges: Vec<_> = (0..3_000).map(|i| (generate(i % 2 == 0, &mut rng), family.clone())).collect();
    let rows = simulate(&challenges, 1, &mut rng);
    prove(&rows, "3000 generated challenges, half of them clean");
}

#[test]
fn the_shipped_packs_reward_judgement_and_nothing_else() {
    let catalogue = riskline::content::catalogue();
    let library = riskline::content::Library::load(true, &[], &catalogue);
    let challenges: Vec<_> = library
        .challenges()
        .map(|(_, challenge)| {
            let family = catalogue.family(&challenge.family).expect("a loaded challenge has a known family");
            (challenge.clone(), family.clone())
        })
        .collect();
    assert!(challenges.len() >= 16, "the built-in packs did not load");
    let rows = simulate(&challenges, 400, &mut StdRng::seed_from_u64(11));
    prove(&rows, "the shipped packs, each challenge 400 times");
}
