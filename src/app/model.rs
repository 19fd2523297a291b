//! Everything that can be seen on the screen, and what it takes to change it.

use super::action::{Action, Context};
use super::event::{Effect, JobId, Seen};
use super::overlay::Overlay;
use super::play::Play;
use super::trust::Stranger;
use super::{browse, home, preview};
use crate::app::keymap::KeyMap;
use crate::content::WeaknessSearch;
use crate::core::attempt::{Attempt, ChallengeKey, Draft};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, Pack};
use crate::core::next::{Next, Past};
use crate::highlight::{DocId, Highlights};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The whole program as a value. `update` changes it, `draw` shows it.
#[derive(Debug)]
pub struct Model {
    pub screen: Screen,
    /// What lies over the screen; the last one has the keys.
    pub overlays: Vec<Overlay>,
    /// The preview out of which a challenge is played; then nothing is kept.
    pub behind: Option<Box<preview::State>>,
    pub shared: Shared,
}

/// Which screen is shown.
#[derive(Debug)]
pub enum Screen {
    Home(home::State),
    Browse(browse::State),
    Play(Box<Play>),
    Preview(Box<preview::State>),
}

/// What every screen may use.
#[derive(Debug)]
pub struct Shared {
    /// The packs that were loaded, in the order in which they are shown.
    pub packs: Vec<Arc<Pack>>,
    pub catalogue: Arc<Catalogue>,
    /// Naming a weakness by typing.
    pub search: WeaknessSearch,
    pub keys: KeyMap,
    pub looks: Looks,
    /// What was kept of earlier sittings and of this one.
    pub progress: Progress,
    /// The present: Unix time in milliseconds, that of the event being handled.
    pub now: i64,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What the last frame showed where.
    pub seen: Seen,
    /// Colours by the name of the text.
    pub colours: HashMap<DocId, Highlights>,
    /// A short message above the keys.
    pub notice: Option<Notice>,
    /// Whether the program takes the mouse; else the terminal's own selection works.
    pub mouse: bool,
    /// Whether the terminal has a background lighter than its text. The dark theme until it is known.
    pub light: bool,
    /// Set where nothing can be kept: why, for people.
    pub unkept: Option<String>,
    /// Packs that are not built in and whose code may not run yet, by their id.
    pub strangers: BTreeMap<String, Stranger>,
    /// Whether what is played now is not kept.
    pub rehearsal: bool,
    /// What comes next, as it was chosen when Home was entered or an attempt finished.
    pub proposal: Option<Next>,
    /// The command of the player's own editor, if one is set.
    pub editor: Option<String>,
    effects: Vec<Effect>,
    jobs: u64,
}

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looks {
    /// Which theme the player chose.
    pub theme: ThemeChoice,
    /// How many colours the terminal has.
    pub depth: ColourDepth,
}

/// Which theme the player chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// By the terminal's background.
    #[default]
    Auto,
    Dark,
    Light,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum ColourDepth {
    /// Bold, reverse and underline only.
    None,
    Sixteen,
    #[default]
    Many,
    True,
}

/// A short message above the keys. It goes with the next key, or after a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub kind: NoticeKind,
    /// When it goes by itself: Unix time in milliseconds.
    pub until: i64,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Info,
    /// Something was refused or failed.
    Warning,
}

/// What was kept of earlier sittings and of this one.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Unfinished attempts.
    pub drafts: BTreeMap<ChallengeKey, Draft>,
    /// Challenges that were finished at least once.
    pub finished: BTreeMap<ChallengeKey, Finished>,
    /// Every finished attempt as the schedule sees it, in the order of finishing.
    pub past: Vec<Past>,
    /// What chance starts from in the schedule: when the first attempt was finished, so it stays the same.
    pub seed: u64,
    /// By how many seconds the player's clock is ahead of universal time.
    pub utc_offset: i64,
}

/// The latest finished attempt at a challenge.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// How many attempts were finished.
    pub attempts: u32,
    /// Score of the latest, 0 to 100.
    pub score: u32,
    /// Edition of the challenge at the latest.
    pub hash: String,
    /// When: Unix time in milliseconds.
    pub at: i64,
}

/// How far a challenge has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChallengeState {
    New,
    Unfinished,
    Finished,
}

/// What the program starts with.
#[derive(Debug)]
pub struct Setup {
    pub packs: Vec<Arc<Pack>>,
    pub catalogue: Arc<Catalogue>,
    pub keys: KeyMap,
    pub looks: Looks,
    pub progress: Progress,
    pub mouse: bool,
    pub light: bool,
    pub unkept: Option<String>,
    pub size: (u16, u16),
    pub now: i64,
}

impl Model {
    /// The program at its start, on Home.
    pub fn new(setup: Setup) -> Self {
        let Setup { packs, catalogue, keys, looks, progress, mouse, light, unkept, size, now } = setup;
        let shared = Shared {
            packs,
            search: WeaknessSearch::new(&catalogue),
            catalogue,
            keys,
            looks,
            progress,
            now,
            size,
            seen: Seen::default(),
            colours: HashMap::new(),
            notice: None,
            mouse,
            light,
            unkept,
            strangers: BTreeMap::new(),
            rehearsal: false,
            proposal: None,
            editor: None,
            effects: Vec::new(),
            jobs: 0,
        };
        let screen = Screen::Home(home::State::default());
        let mut model = Self { screen, overlays: Vec::new(), behind: None, shared };
        model.shared.propose();
        if let Some(why) = model.shared.unkept.clone() {
            model.overlays.push(Overlay::message("Nothing can be kept", &why));
        }
        model
    }

    /// Shows Home, with what comes next as of now; out of a challenge that was played from its preview, that.
    pub fn go_home(&mut self) {
        if let Some(state) = self.behind.take() {
            self.shared.progress = Progress::default();
            self.shared.rehearsal = false;
            self.screen = Screen::Preview(state);
            preview::resume(self);
            return;
        }
        self.shared.propose();
        self.screen = Screen::Home(home::State::default());
    }

    /// Whose keys count now.
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(overlay) => overlay.context(),
            None => self.screen_context(),
        }
    }

    /// The context of the screen below all overlays.
    pub fn screen_context(&self) -> Context {
        match &self.screen {
            Screen::Home(_) => Context::Home,
            Screen::Browse(state) => state.context(),
            Screen::Preview(_) => Context::Preview,
            Screen::Play(play) => play.context(),
        }
    }

    /// Whether something on the screen changes with time alone.
    pub fn wants_ticks(&self) -> bool {
        let watches = matches!(self.screen, Screen::Preview(_));
        watches
            || self.shared.notice.is_some()
            || matches!(&self.screen, Screen::Play(play) if play.is_running())
    }

    /// Whether an action can do something just now. Palette and footer leave out what cannot.
    pub fn is_available(&self, action: Action) -> bool {
        match &self.screen {
            Screen::Play(play) => play.is_available(action),
            Screen::Home(_) => action != Action::Back || !self.overlays.is_empty(),
            Screen::Browse(_) => true,
            Screen::Preview(state) => preview::is_available(state, action),
        }
    }
}

impl Shared {
    /// Asks for something to be done outside the model.
    pub fn effect(&mut self, effect: Effect) {
        let keeps =
            matches!(effect, Effect::SaveDraft(_) | Effect::DeleteDraft(_) | Effect::FinishAttempt(_));
        if self.rehearsal && keeps {
            return;
        }
        self.effects.push(effect);
    }

    /// Takes what was asked for since the last time.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Shows a short message above the keys.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), kind: NoticeKind::Info, until: self.now + 4_000 });
    }

    /// Shows why something was refused or failed.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), kind: NoticeKind::Warning, until: self.now + 8_000 });
    }

    /// A number for a new run.
    pub fn new_job(&mut self) -> JobId {
        self.jobs += 1;
        JobId(self.jobs)
    }

    /// The colours of a text as far as they are known.
    pub fn colours(&self, doc: &DocId) -> Option<&Highlights> {
        self.colours.get(doc)
    }

    /// Notes that an attempt was kept as finished: its draft is gone, and its score is the latest.
    pub fn note_finished(&mut self, attempt: &Attempt) {
        self.progress.drafts.remove(&attempt.key);
        let finished = Finished {
            attempts: attempt.number,
            score: u32::from(attempt.score.points),
            hash: attempt.hash.clone(),
            at: attempt.finished_at,
        };
        self.progress.finished.insert(attempt.key.clone(), finished);
    }

    /// Pack and index of a challenge.
    pub fn find(&self, key: &ChallengeKey) -> Option<(Arc<Pack>, usize)> {
        let pack = self.packs.iter().find(|p| p.id == key.pack)?;
        let index = pack.challenges.iter().position(|c| c.id == key.challenge)?;
        Some((pack.clone(), index))
    }

    /// Every challenge with its pack, in the order in which they are shown.
    pub fn challenges(&self) -> impl Iterator<Item = (&Arc<Pack>, usize, &Challenge)> {
        self.packs.iter().flat_map(|pack| pack.challenges.iter().enumerate().map(move |(i, c)| (pack, i, c)))
    }

    /// How far a challenge has come. A draft of an older edition does not count.
    pub fn state(&self, pack: &Pack, challenge: &Challenge) -> ChallengeState {
        let key = ChallengeKey::new(&pack.id, &challenge.id);
        match self.progress.drafts.get(&key) {
            Some(draft) if draft.hash == challenge.hash => ChallengeState::Unfinished,
            _ if self.progress.finished.contains_key(&key) => ChallengeState::Finished,
            _ => ChallengeState::New,
        }
    }

    /// Whether nothing was ever finished: then the keys are explained as they are needed.
    pub fn is_first_time(&self) -> bool {
        self.progress.finished.is_empty()
    }
}
