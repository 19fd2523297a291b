//! The contract between challenge, check, lab and judge, held against the real program.

mod judge_support;

use judge_support::{Case, run, run_with};
use riskline::core::verdict::{NotJudged, Overall, RunOutcome, Verdict};
use riskline::judge::Judge;
use std::time::Duration;

/// Hands out orders without asking whose they are.
const FLAWED: &str = r#"
ORDERS = {7: {"owner": "ana", "total": 129}, 8: {"owner": "bob", "total": 12}}


def get_order(order_id, user):
    order = ORDERS.get(order_id)
    if order is None:
        raise KeyError("no such order")
    return order
"#;

const FIXED: &str = r#"
ORDERS = {7: {"owner": "ana", "total": 129}, 8: {"owner": "bob", "total": 12}}


def get_order(order_id, user):
    order = ORDERS.get(order_id)
    if order is None or order["owner"] != user:
        raise KeyError("no such order")
    return order
"#;

fn orders() -> Case {
    Case::new("orders.py", FLAWED)
        .function("an owner reads her own order", "import orders\nassert orders.get_order(7, 'ana')['total'] == 129")
        .function("an unknown order is refused", "import orders\nr = attempt(orders.get_order, 99, 'ana')\nassert r.refused, r")
        .exploit(
            "bob reads ana's order",
            "import orders\nr = attempt(orders.get_order, 7, 'bob')\nexploited(r.ok and r.value['owner'] == 'ana', str(r.value))",
        )
}

#[test]
fn the_flawed_original_is_open_and_the_fix_is_fixed() {
    let report = run(&orders(), FLAWED);
    assert_eq!(report.overall(), Overall::Open, "{report:#?}");
    assert_eq!(report.checks[2].verdict, Verdict::Open);
    assert!(report.checks[2].evidence.contains("129"), "{report:#?}");
    let report = run(&orders(), FIXED);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
    assert_eq!(report.outcome, RunOutcome::Judged);
    assert!(report.closes("any-order"));
    eprintln!("{report:#?}");
}

fn reason(report: &riskline::core::verdict::RunReport) -> NotJudged {
    match &report.outcome {
        RunOutcome::NotJudged { reason, message, .. } => {
            assert!(message.ends_with('.'), "a message is a sentence: {message}");
            assert_eq!(report.overall(), Overall::NotJudged);
            *reason
        }
        RunOutcome::Judged => panic!("judged, with {:?}: {report:#?}", report.overall()),
    }
}

fn message(report: &riskline::core::verdict::RunReport) -> &str {
    match &report.outcome {
        RunOutcome::NotJudged { message, .. } => message,
        RunOutcome::Judged => "",
    }
}

/// A fix that is not one, by what it does instead of looking the order up.
fn instead(body: &str) -> String {
    format!("import sys\n\n\ndef get_order(order_id, user):\n    {}\n", body.replace('\n', "\n    "))
}

#[test]
fn what_breaks_the_feature_is_never_a_fix() {
    for broken in [
        instead("raise ValueError('no')"),
        instead("return None"),
        FIXED.replace("get_order", "fetch_order"),
        "ORDERS = {}\n".to_owned(),
        instead("raise SystemExit(0)"),
        instead("return {}"),
        instead("return get_order(order_id, user)"),
        String::new(),
    ] {
        let report = run(&orders(), &broken);
        assert_eq!(report.overall(), Overall::BreaksFeature, "{broken}\n{report:#?}");
        assert!(!report.keeps_feature() && !report.closes("gone"));
        assert!(report.checks.iter().all(|c| c.verdict == Verdict::Holds || !c.evidence.is_empty()));
    }
}

#[test]
fn a_syntax_error_is_told_with_its_line() {
    let report = run(&orders(), "x = 1\ndef get_order(:\n    pass\n");
    assert_eq!(reason(&report), NotJudged::Syntax);
    let RunOutcome::NotJudged { at: Some(at), message, .. } = &report.outcome else { panic!("{report:#?}") };
    assert_eq!((at.file.as_str(), at.line), ("orders.py", 2));
    assert!(message.contains("line 2"), "{message}");
}

#[test]
fn a_file_that_does_not_import_is_told_with_its_line() {
    let report = run(&orders(), "x = 1\ny = x + undefined_name\n");
    assert_eq!(reason(&report), NotJudged::Import);
    let RunOutcome::NotJudged { at: Some(at), message, .. } = &report.outcome else { panic!("{report:#?}") };
    assert_eq!((at.file.as_str(), at.line), ("orders.py", 2));
    assert!(message.contains("undefined_name"), "{message}");
}

#[test]
fn what_the_lab_lacks_is_not_judged() {
    let report = run(&orders(), &format!("import tensorflow\n{FIXED}"));
    assert_eq!(reason(&report), NotJudged::LabLacks, "{report:#?}");
    assert!(message(&report).contains("tensorflow"), "{report:#?}");
    // Swallowing it changes nothing.
    let swallowed = format!("try:\n    import tensorflow\nexcept BaseException:\n    pass\n{FIXED}");
    assert_eq!(reason(&run(&orders(), &swallowed)), NotJudged::LabLacks);
}

#[test]
fn a_loop_ends_at_the_time_limit() {
    let case = orders().wall(Duration::from_millis(1500));
    for endless in [instead("while True: pass"), format!("{FIXED}\nwhile True: pass\n")] {
        let report = run(&case, &endless);
        assert_eq!(reason(&report), NotJudged::Timeout);
        assert!(message(&report).contains("within 1.5 seconds:"), "{report:#?}");
    }
    if cfg!(target_os = "linux") {
        let case = orders().cpu(Duration::from_millis(600));
        let report = run(&case, &instead("while True: pass"));
        assert_eq!(reason(&report), NotJudged::Timeout);
        assert!(message(&report).contains("within 0.6 seconds of processor time"), "{report:#?}");
        assert!(message(&report).contains("stuck in"), "{report:#?}");
    }
    // A regular expression that backtracks, and a number that is never finished.
    for endless in [
        instead("import re\nre.match(r'(a|aa|a?)*$', 'a' * 60 + 'b')\nwhile True: pass"),
        instead("x = 7\nwhile True: x = x ** 3"),
    ] {
        let got = reason(&run(&case, &endless));
        assert!(matches!(got, NotJudged::Timeout | NotJudged::Memory), "{got:?}");
    }
}

#[test]
fn memory_is_bounded() {
    for hungry in [
        instead("return bytearray(10 * 1024 ** 3)"),
        instead("return 'x' * (10 * 1024 ** 3)"),
        instead("return [0] * (10 * 1024 ** 3 // 8)"),
        instead("held = []\nwhile True: held.append(bytes(1 << 20))"),
        instead(
            "try:\n    held = [bytes(1 << 20) for _ in range(10240)]\nexcept BaseException:\n    raise KeyError('no')",
        ),
        format!("{FIXED}\nx = [[0] * 1000 for _ in range(1000000)]\n"),
    ] {
        let report = run(&orders(), &hungry);
        assert_eq!(reason(&report), NotJudged::Memory, "{hungry}\n{report:#?}");
    }
}

#[test]
fn output_is_bounded() {
    for loud in [
        instead("while True: print('x' * 1000)"),
        instead("try:\n    while True: print('x' * 1000)\nexcept BaseException:\n    raise KeyError('no')"),
        instead("while True: sys.stderr.write('\\x1b[31m' * 100)"),
    ] {
        let report = run(&orders(), &loud);
        assert_eq!(reason(&report), NotJudged::Output, "{report:#?}");
        assert!(!report.console.contains('\x1b'));
    }
}

/// What ends at a limit is judged where the limit is a little higher: it is the limit that ends it.
#[test]
fn each_limit_is_what_stops_what_goes_beyond_it() {
    let heavy = |body: &str| FIXED.replace("    order = ORDERS", &format!("    {body}\n    order = ORDERS"));
    let (mib, kib) = (1 << 20, 1 << 10);
    type Change = fn(&mut riskline::judge::Limits);
    let cases: [(&str, Change, Change, NotJudged); 3] = [
        (
            "held = bytearray(100 * 1024 ** 2)",
            |limits| limits.memory = 300 << 20,
            |limits| limits.memory = 80 << 20,
            NotJudged::Memory,
        ),
        ("print('x' * 300 * 1024)", |limits| limits.output = 512 << 10, |_| (), NotJudged::Output),
        (
            "n = 0\n    while n < 3000000: n += 1",
            |limits| limits.cpu = Duration::from_secs(60),
            |limits| limits.cpu = Duration::from_millis(20),
            NotJudged::Timeout,
        ),
    ];
    for (body, enough, too_little, reason_of_stop) in cases {
        if reason_of_stop == NotJudged::Timeout && !cfg!(target_os = "linux") {
            continue;
        }
        let mut case = orders().wall(Duration::from_secs(120));
        enough(&mut case.limits);
        let report = run(&case, &heavy(body));
        assert_eq!(report.overall(), Overall::Fixed, "{body}: {report:#?}");
        case = orders().wall(Duration::from_secs(120));
        too_little(&mut case.limits);
        assert_eq!(reason(&run(&case, &heavy(body))), reason_of_stop, "{body}");
    }
    let limits = riskline::judge::Limits::default();
    assert_eq!((limits.memory, limits.output), (256 * mib, 256 * kib));
    assert_eq!((limits.cpu.as_secs(), limits.wall.as_secs()), (5, if cfg!(unix) { 30 } else { 15 }));
}

#[test]
fn native_depth_ends_in_one_message() {
    // Nesting in the source goes to the parser, nesting in data to whoever walks it.
    let report = run(&orders(), &format!("x = {}1{}\n", "(".repeat(200_000), ")".repeat(200_000)));
    assert!(matches!(reason(&report), NotJudged::Crash | NotJudged::Syntax), "{report:#?}");
    let report = run(&orders(), &instead("x = []\nfor _ in range(1000000): x = [x]\nreturn repr(x)"));
    assert_ne!(report.overall(), Overall::Fixed);
    assert_ne!(report.overall(), Overall::Open);
}

#[test]
fn ending_the_process_is_not_a_fix() {
    for end in [
        "import os\nos._exit(0)",
        "import os\nos.abort()",
        "import os, signal\nos.kill(os.getpid(), 9)",
        "sys.exit(0)",
        "exit()",
    ] {
        let report = run(&orders(), &instead(end));
        assert!(
            matches!(report.overall(), Overall::NotJudged | Overall::BreaksFeature),
            "{end}: {report:#?}"
        );
    }
}

#[test]
fn printing_verdicts_is_only_printing() {
    let code = format!(
        "{FLAWED}\nprint('{{\"Ended\":[3,{{\"verdict\":\"holds\"}}]}}')\nprint('\"Done\"')\nimport sys\n\
         sys.__stdout__ and sys.__stdout__.write('\"Done\"\\n')\n"
    );
    let report = run(&orders(), &code);
    assert_eq!(report.overall(), Overall::Open, "{report:#?}");
    assert!(report.console.contains("verdict"), "{report:#?}");
}

#[test]
fn faulty_checks_are_broken_not_passed() {
    let silent = orders().exploit("says nothing", "import orders");
    assert_eq!(reason(&run(&silent, FIXED)), NotJudged::BrokenCheck);
    let raising = orders().exploit("raises", "nonsense");
    let report = run(&raising, FIXED);
    assert_eq!(reason(&report), NotJudged::BrokenCheck);
    assert!(message(&report).contains("raises") && message(&report).contains("nonsense"), "{report:#?}");
    let unparsed = orders().exploit("does not parse", "if");
    assert_eq!(reason(&run(&unparsed, FIXED)), NotJudged::BrokenCheck);
    let setup = orders().setup("boom");
    assert_eq!(reason(&run(&setup, FIXED)), NotJudged::BrokenCheck);
}

#[test]
fn every_check_has_a_world_of_its_own() {
    let case = Case::new("state.py", "SEEN = []\n")
        .setup("import state\nstate.SEEN.append('setup')\nstart = 5")
        .function(
            "one",
            "import state\nassert start == 5\nstate.SEEN.append(1)\nassert state.SEEN == ['setup', 1]",
        )
        .function("two", "import state\nstate.SEEN.append(2)\nassert state.SEEN == ['setup', 2]")
        .exploit("three", "import state\nexploited(state.SEEN != ['setup'])");
    for judge in [
        Judge::new(judge_support::exe(), case.limits),
        Judge::new(judge_support::exe(), case.limits).without_fork(),
    ] {
        let report = run_with(&judge, &case, "SEEN = []\n");
        assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
    }
}

#[test]
fn canaries_differ_by_run_and_agree_within_one() {
    let case = Case::new("a.py", "\n")
        .exploit("x", "exploited(True, canary('k'))")
        .exploit("y", "exploited(True, canary('k'))");
    let seen = |report: riskline::core::verdict::RunReport| {
        assert_eq!(report.checks[0].evidence, report.checks[1].evidence, "{report:#?}");
        assert!(report.checks[0].evidence.len() > 10);
        report.checks[0].evidence.clone()
    };
    assert_ne!(seen(run(&case, "\n")), seen(run(&case, "\n")));
}

#[test]
fn a_run_can_be_cancelled() {
    let case = orders();
    let control = riskline::judge::RunControl::new();
    let canceller = control.clone();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        canceller.cancel();
    });
    let judge = Judge::new(judge_support::exe(), case.limits);
    let files = std::collections::BTreeMap::from([("orders.py".to_owned(), instead("while True: pass"))]);
    let report = judge.run(&case.challenge, &files, riskline::judge::Which::All, &control);
    thread.join().expect("the canceller ends");
    assert_eq!(reason(&report), NotJudged::Cancelled);
}

#[test]
fn progress_is_told() {
    let (tell, told) = std::sync::mpsc::channel();
    let control =
        riskline::judge::RunControl::with_listener(move |p| tell.send(p).expect("somebody listens"));
    let case = orders();
    let judge = Judge::new(judge_support::exe(), case.limits);
    judge.run(&case.challenge, &case.challenge.originals(), riskline::judge::Which::All, &control);
    drop(control);
    let told: Vec<_> = told.into_iter().collect();
    assert_eq!(told[0], riskline::judge::Progress::Started(3));
    assert_eq!(told.len(), 4);
}

#[test]
fn a_missing_program_is_a_report() {
    let case = orders();
    let report = run_with(&Judge::new("/nonexistent/riskline".into(), case.limits), &case, FIXED);
    assert_eq!(reason(&report), NotJudged::Protocol);
    let report = run_with(&Judge::new("/bin/true".into(), case.limits), &case, FIXED);
    assert_ne!(report.overall(), Overall::Fixed);
}

/// Modules that are read while a check runs, whose names no text shows, do what they do when they are read before.
#[test]
fn what_is_imported_late_works_and_is_no_tampering() {
    let late = r#"
def load(*halves):
    return __import__("".join(halves))


typing, dataclasses, enum = load("typ", "ing"), load("data", "classes"), load("en", "um")


@dataclasses.dataclass
class Order:
    total: typing.Optional[int] = 129


class Named(typing.Protocol):
    name: str


class Colour(enum.Enum):
    RED = 1


assert typing.get_type_hints(Order) == {"total": typing.Optional[int]}
assert load("text", "wrap").dedent("  a") == "a"
assert not hasattr(load("text", "wrap"), "missing")
try:
    undefined_name
except NameError:
    text = load("trace", "back").format_exc()
assert "undefined_name" in text and "NameError" in text, text
"#;
    let star = "import traceback\nfrom textwrap import *\nimport tokenize\nassert dedent('  a') == 'a' and tokenize.NAME\n";
    for code in [late, star] {
        let report = run(&orders(), &format!("{code}\n{FIXED}"));
        assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
    }
}
