//! Keys: how they are written, which action each stands for, and what the config may change.

use super::action::{Action, Context};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

/// One key with its modifiers, normalised so that every terminal's way of reporting it compares equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// The key of an event. Shift is dropped where the character already says it.
    pub fn of(event: &KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }

    /// An event of this key, as a terminal reports it.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let mut modifiers = modifiers
            & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT | KeyModifiers::SUPER);
        let code = match code {
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) => {
                modifiers -= KeyModifiers::SHIFT;
                let mut upper = c.to_uppercase();
                match (upper.next(), upper.next()) {
                    (Some(single), None) => KeyCode::Char(single),
                    _ => KeyCode::Char(c),
                }
            }
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        if code == KeyCode::BackTab {
            modifiers |= KeyModifiers::SHIFT;
        }
        // Old terminals send Ctrl and a letter without saying whether it was shifted.
        let code = match code {
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            other => other,
        };
        Self { code, modifiers }
    }

    /// The same key without Shift, for keys whose shifted form has no meaning of its own; nothing where Shift is not held.
    pub fn without_shift(self) -> Option<Self> {
        let held = self.modifiers.contains(KeyModifiers::SHIFT) && self.code != KeyCode::BackTab;
        held.then(|| Self { code: self.code, modifiers: self.modifiers - KeyModifiers::SHIFT })
    }

    /// The character that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c)
                if !self
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER) =>
            {
                Some(c)
            }
            // AltGr arrives as Ctrl+Alt on Windows; what it types is then no ASCII letter.
            KeyCode::Char(c)
                if self.modifiers == KeyModifiers::CONTROL | KeyModifiers::ALT
                    && !c.is_ascii_alphanumeric() =>
            {
                Some(c)
            }
            _ => None,
        }
    }
}

const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key; write for example `x`, `G`, `space`, `ctrl-s`, `alt-up`, `shift-tab`, `f5`")]
pub struct NotAKey(pub String);

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let wrong = || NotAKey(text.to_owned());
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        for (prefix, modifier) in
            [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
        {
            if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
                modifiers |= modifier;
                rest = after;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) if !c.is_control() && c != ' ' => KeyCode::Char(c),
            _ => match NAMED.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => {
                    let number = rest.strip_prefix('f').and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
                    if !(1..=24).contains(&number) {
                        return Err(wrong());
                    }
                    KeyCode::F(number)
                }
            },
        };
        Ok(Self::new(code, modifiers))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, prefix) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        match self.code {
            KeyCode::BackTab => f.write_str("tab"),
            KeyCode::F(n) => write!(f, "f{n}"),
            code => match NAMED.iter().find(|(_, named)| *named == code) {
                Some((name, _)) => f.write_str(name),
                None => match code {
                    KeyCode::Char(c) => write!(f, "{c}"),
                    other => write!(f, "{other:?}"),
                },
            },
        }
    }
}

/// Something wrong with the `[keys]` of the config.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("[keys]: there is no action `{0}`{nearest}", nearest = nearest(.0))]
    UnknownAction(String),
    #[error("[keys] {action}: {error}")]
    NotAKey { action: String, error: NotAKey },
    #[error("[keys]: `{key}` stands for both `{first}` and `{second}` ({place}); give one of them another key", place = .context.title().to_lowercase())]
    Clash { key: Key, first: &'static str, second: &'static str, context: Context },
    #[error("[keys] {action}: `{key}` is a letter that is typed there ({place}); use it with ctrl or alt", place = .context.title().to_lowercase())]
    Typed { key: Key, action: &'static str, context: Context },
}

fn nearest(id: &str) -> String {
    Action::TABLE
        .iter()
        .map(|row| (strsim::damerau_levenshtein(row.id, id), row.id))
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, name)| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

/// Which keys each action has, and which action each key stands for.
#[derive(Debug, Clone)]
pub struct KeyMap {
    keys: BTreeMap<Action, Vec<Key>>,
    by_key: HashMap<(Context, Key), Action>,
}

impl Default for KeyMap {
    fn default() -> Self {
        Self::new(&BTreeMap::new()).expect("a test proves that the default keys are sound")
    }
}

impl KeyMap {
    /// The default keys with those of `changes` (name of an action, its keys) in place of the default ones.
    ///
    /// # Errors
    /// Every unknown action, unreadable key, and key that would stand for two actions in one place.
    pub fn new(changes: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<KeyError>> {
        let mut errors = Vec::new();
        for id in changes.keys().filter(|id| Action::from_id(id).is_none()) {
            errors.push(KeyError::UnknownAction(id.clone()));
        }
        let mut keys: BTreeMap<Action, Vec<Key>> = BTreeMap::new();
        for row in Action::TABLE {
            let written: Vec<&str> = match changes.get(row.id) {
                Some(own) => own.iter().map(String::as_str).collect(),
                None => row.keys.to_vec(),
            };
            let list = keys.entry(row.action).or_default();
            for text in written {
                match text.parse::<Key>() {
                    Ok(key) if list.contains(&key) => {}
                    Ok(key) => list.push(key),
                    Err(error) => errors.push(KeyError::NotAKey { action: row.id.to_owned(), error }),
                }
            }
        }
        let mut by_key = HashMap::new();
        for row in Action::TABLE {
            for context in row.contexts {
                for key in &keys[&row.action] {
                    by_key.entry((*context, *key)).or_insert(row.action);
                }
            }
        }
        errors.extend(clashes(&keys));
        if errors.is_empty() { Ok(Self { keys, by_key }) } else { Err(errors) }
    }

    /// What `key` stands for in `context` or those it falls back on.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        context.chain().find_map(|c| self.by_key.get(&(c, key)).copied())
    }

    /// The keys of an action, the one to show first.
    pub fn keys(&self, action: Action) -> &[Key] {
        self.keys.get(&action).map_or(&[], Vec::as_slice)
    }

    /// The key to show for an action; empty where the config took it away.
    pub fn shown(&self, action: Action) -> String {
        self.keys(action).first().map(Key::to_string).unwrap_or_default()
    }
}

/// Every key that stands for two actions somewhere, each pair once, and letters where text is typed.
fn clashes(keys: &BTreeMap<Action, Vec<Key>>) -> Vec<KeyError> {
    let mut errors: Vec<KeyError> = Vec::new();
    for context in Context::ALL {
        let mut met: HashMap<Key, &'static str> = HashMap::new();
        for row in Action::TABLE {
            if !row.contexts.iter().any(|c| context.chain().any(|link| link == *c)) {
                continue;
            }
            for key in &keys[&row.action] {
                if context.takes_text() && key.typed().is_some() {
                    let error = KeyError::Typed { key: *key, action: row.id, context };
                    if !errors.iter().any(|e| matches!(e, KeyError::Typed { key: k, action, .. } if k == key && *action == row.id)) {
                        errors.push(error);
                    }
                }
                match met.insert(*key, row.id) {
                    Some(first) if first != row.id => {
                        let known = errors.iter().any(|e| {
                            matches!(e, KeyError::Clash { key: k, first: a, second: b, .. } if k == key && *a == first && *b == row.id)
                        });
                        if !known {
                            errors.push(KeyError::Clash { key: *key, first, second: row.id, context });
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_sound() {
        let mut ids = BTreeSet::new();
        for row in Action::TABLE {
            assert!(ids.insert(row.id), "{} is doubled", row.id);
            assert!(!row.help.is_empty() && !row.help.ends_with('.'), "help of {}", row.id);
            assert!(!row.contexts.is_empty(), "{} works nowhere", row.id);
            assert!(row.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", row.id);
        }
        KeyMap::new(&BTreeMap::new())
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())
            .unwrap();
    }

    #[test]
    fn keys_that_terminals_take_have_an_alternative() {
        for row in Action::TABLE {
            let taken = |k: &str| matches!(k, "f1" | "f10" | "f11");
            if row.keys.iter().any(|k| taken(k)) {
                assert!(
                    row.keys.iter().any(|k| !taken(k)),
                    "{} has nothing but keys that terminals take",
                    row.id
                );
            }
        }
    }

    #[test]
    fn every_key_is_written_as_it_is_read() {
        for row in Action::TABLE {
            for text in row.keys {
                assert_eq!(&text.parse::<Key>().unwrap().to_string(), text, "{}", row.id);
            }
        }
        for wrong in ["", "ctrl-", "hyper-x", "f0", "f25", "spacebar", " "] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_shifted_letter_is_the_same_key_however_it_is_reported() {
        let plain = Key::of(&KeyEvent::new(KeyCode::Char('G'), KeyModifiers::NONE));
        let shifted = Key::of(&KeyEvent::new(KeyCode::Char('g'), KeyModifiers::SHIFT));
        let both = Key::of(&KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
        assert!(plain == shifted && shifted == both && plain == "G".parse().unwrap());
        assert_eq!(Key::of(&KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT)), "shift-tab".parse().unwrap());
        assert_eq!(
            Key::of(&KeyEvent::new(KeyCode::BackTab, KeyModifiers::NONE)),
            "shift-tab".parse().unwrap()
        );
    }

    #[test]
    fn the_config_changes_keys_and_clashes_are_refused_with_both_names() {
        let change = |rows: &[(&str, &[&str])]| {
            let rows: BTreeMap<String, Vec<String>> = rows
                .iter()
                .map(|(id, keys)| ((*id).to_owned(), keys.iter().map(|k| (*k).to_owned()).collect()))
                .collect();
            KeyMap::new(&rows).map_err(|e| e.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        let map = change(&[("mark-line", &["ctrl-s"])]).unwrap();
        assert_eq!(map.action(Context::Review, "ctrl-s".parse().unwrap()), Some(Action::MarkLine));
        assert_eq!(map.action(Context::Review, "space".parse().unwrap()), None);
        insta::assert_snapshot!(change(&[("mark-line", &["c"])]).unwrap_err().join("\n"), @"[keys]: `c` stands for both `mark-line` and `name` (review); give one of them another key");
        let wrong: &[(&str, &[&str])] = &[("help", &["j"]), ("mark-lime", &["x"]), ("undo", &["ctrl-"])];
        insta::assert_snapshot!(change(wrong).unwrap_err().join("\n"), @r"
        [keys]: there is no action `mark-lime`; did you mean `mark-line`?
        [keys] undo: `ctrl-` is not a key; write for example `x`, `G`, `space`, `ctrl-s`, `alt-up`, `shift-tab`, `f5`
        [keys]: `j` stands for both `down` and `help` (moving about); give one of them another key
        ");
        insta::assert_snapshot!(change(&[("quit", &["Q"])]).unwrap_err().join("\n"), @"[keys] quit: `Q` is a letter that is typed there (typing a filter); use it with ctrl or alt");
    }
}
