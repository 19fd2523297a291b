//! A rule, and what it finds.

use super::grammar::Syntax;
use super::reading::{Reading, Tree};
use ast_grep_config::{
    DeserializeEnv, GlobalRules, RuleCore, SerializableGlobalRule, SerializableRule, SerializableRuleCore,
    from_str,
};
use std::error::Error;

/// So many places at most are told of.
pub(super) const MOST_PLACES: usize = 100;

/// Makes rules of texts in one language.
pub(super) struct Compiler {
    syntax: Syntax,
    helpers: GlobalRules,
}

impl Compiler {
    /// Makes the language's own rules, which all others can use.
    pub fn new(syntax: Syntax) -> Result<Self, String> {
        let helpers = DeserializeEnv::parse_global_utils(helpers(syntax)?).map_err(|e| causes(&e))?;
        Ok(Self { syntax, helpers })
    }

    /// Makes a rule of its text: a rule alone, or `rule:` with `constraints:` and `utils:`.
    pub fn compile(&self, text: &str) -> Result<RuleCore, String> {
        let env = DeserializeEnv::new(self.syntax).with_globals(&self.helpers);
        parse(text)?.get_matcher(env).map_err(|e| causes(&e))
    }
}

fn parse(text: &str) -> Result<SerializableRuleCore, String> {
    let core = match from_str::<SerializableRuleCore>(text) {
        Ok(core) => core,
        Err(whole) => match from_str::<SerializableRule>(text) {
            Ok(rule) => SerializableRuleCore { rule, constraints: None, utils: None, transform: None },
            Err(alone) => return Err(if text.contains("rule:") { whole } else { alone }.to_string()),
        },
    };
    Ok(core)
}

/// A rule of the program's own, which those of challenges can use by its name.
#[derive(serde::Deserialize)]
struct Helper {
    id: String,
    #[serde(default)]
    arguments: Option<Vec<String>>,
    #[serde(flatten)]
    core: SerializableRuleCore,
}

fn helpers(syntax: Syntax) -> Result<Vec<SerializableGlobalRule<Syntax>>, String> {
    let helpers: Vec<Helper> = match syntax.0.helpers {
        "" => Vec::new(),
        text => from_str(text).map_err(|e| e.to_string())?,
    };
    let global = |h: Helper| SerializableGlobalRule {
        core: h.core,
        id: h.id,
        arguments: h.arguments,
        language: syntax,
    };
    Ok(helpers.into_iter().map(global).collect())
}

/// An error with what caused it.
fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{} {cause}", text.trim_end_matches('.').to_owned() + ":");
        next = cause.source();
    }
    text
}

/// The places that a rule matches, by file and line, each line once, and whether there are more.
pub(super) fn places(rule: &RuleCore, tree: &Tree, reading: &Reading) -> (Vec<(usize, usize)>, bool) {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for node in tree.root().find_all(rule) {
        if found.len() == MOST_PLACES {
            return (found, true);
        }
        let place = reading.lines.get(node.start_pos().line()).or(reading.lines.last());
        if let Some(place) = place.filter(|place| !found.contains(place)) {
            found.push(*place);
        }
    }
    found.sort_unstable();
    (found, false)
}
