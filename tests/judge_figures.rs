//! What a run costs: `cargo test --release --locked --test judge_figures -- --ignored --nocapture`. Asserts verdicts, not times.

#![cfg(feature = "python")]

mod judge_support;

use judge_support::{Case, exe, run_with};
use riskline::core::verdict::Overall;
use riskline::judge::Judge;
use std::time::Instant;

const SHOP: &str = r#"
import sqlite3
from flask import Flask, abort, g, jsonify, request

app = Flask(__name__)


def db():
    if "db" not in g:
        g.db = sqlite3.connect("/app/shop.db")
        g.db.row_factory = sqlite3.Row
    return g.db


@app.before_request
def load_user():
    g.user = request.headers.get("X-Session-User", "")


@app.get("/orders/<int:order_id>")
def get_order(order_id):
    row = db().execute("SELECT * FROM orders WHERE id = ?", (order_id,)).fetchone()
    if row is None:
        abort(404)
    return jsonify(dict(row))
"#;

fn shop() -> Case {
    let mut case = Case::new("shop.py", SHOP).setup(
        "import sqlite3\nc = sqlite3.connect('/app/shop.db')\nc.execute('create table orders(id, owner, total)')\n\
         c.executemany('insert into orders values (?, ?, ?)', [(7, 'ana', 129), (8, 'bob', 12)])\nc.commit()\nimport shop\n",
    );
    for n in 0..3 {
        case = case
            .function(
                &format!("ana reads her own order {n}"),
                "r = client(shop.app, 'ana').get('/orders/7', headers={'X-Session-User': 'ana'})\nassert r.status == 200, r.text",
            )
            .exploit(
                &format!("bob reads ana's order {n}"),
                "r = client(shop.app, 'bob').get('/orders/7', headers={'X-Session-User': 'bob'})\nexploited(r.status == 200, r.text)",
            );
    }
    case
}

fn figures(name: &str, judge: &Judge, case: &Case, wanted: Overall) {
    let code = case.challenge.files[0].code.clone();
    let mut times: Vec<f64> = (0..20)
        .map(|_| {
            let started = Instant::now();
            let report = run_with(judge, case, &code);
            assert_eq!(report.overall(), wanted, "{report:#?}");
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name}: median {:.0} ms, fastest {:.0} ms, slowest {:.0} ms", times[10], times[0], times[19]);
}

#[test]
#[ignore = "measures"]
fn what_a_run_costs() {
    let nothing = Case::new("a.py", "x = 1\n").function("nothing", "pass");
    let forks = |case: &Case| Judge::new(exe(), case.limits);
    figures("start, one empty check", &forks(&nothing), &nothing, Overall::Fixed);
    figures("Flask and SQLite, 6 checks, a fork each", &forks(&shop()), &shop(), Overall::Open);
    figures(
        "Flask and SQLite, 6 checks, a process each",
        &forks(&shop()).without_fork(),
        &shop(),
        Overall::Open,
    );
}
