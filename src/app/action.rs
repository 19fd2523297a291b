//! The one table of actions: names, help, where they work, and their default keys. Help screen, footer, palette and
//! the documentation of the config are generated from it.

/// Where keys mean something. Each context falls back on its [`parent`](Context::parent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere, also while text is being typed: no plain letters here.
    Global,
    /// Every screen on which no text is being typed.
    Nav,
    Home,
    Browse,
    /// A challenge from its author's side.
    Preview,
    /// Typing the browser's filter.
    Filter,
    /// The stages of a challenge, except the editor.
    Play,
    Brief,
    Review,
    Decide,
    Reveal,
    /// The code editor.
    Patch,
    /// The list of checks beside the editor.
    Checks,
    Debrief,
    /// Two versions of the code side by side or one below the other.
    Diff,
    /// Typing into a one-line field, with or without a list below it.
    Prompt,
    /// Naming a weakness by typing.
    Naming,
    /// Typing a reason.
    Reason,
    /// Typing what to search for.
    Search,
    /// The palette of all actions.
    Palette,
    Help,
    /// A question that wants yes or no.
    Confirm,
    /// A text that is read and closed.
    Message,
    /// The question whether a pack from elsewhere may run its code.
    Trust,
}

impl Context {
    /// Every context.
    pub const ALL: [Context; 24] = [
        Self::Global,
        Self::Nav,
        Self::Home,
        Self::Browse,
        Self::Preview,
        Self::Filter,
        Self::Play,
        Self::Brief,
        Self::Review,
        Self::Decide,
        Self::Reveal,
        Self::Patch,
        Self::Checks,
        Self::Debrief,
        Self::Diff,
        Self::Prompt,
        Self::Naming,
        Self::Reason,
        Self::Search,
        Self::Palette,
        Self::Help,
        Self::Confirm,
        Self::Message,
        Self::Trust,
    ];

    /// The context that is asked next for a key.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Global => None,
            Self::Nav | Self::Patch | Self::Prompt | Self::Confirm => Some(Self::Global),
            Self::Home
            | Self::Browse
            | Self::Preview
            | Self::Play
            | Self::Help
            | Self::Message
            | Self::Trust => Some(Self::Nav),
            Self::Brief | Self::Review | Self::Decide | Self::Reveal | Self::Debrief => Some(Self::Play),
            Self::Checks | Self::Diff => Some(Self::Play),
            Self::Filter | Self::Naming | Self::Reason | Self::Search | Self::Palette => Some(Self::Prompt),
        }
    }

    /// The context and those it falls back on, nearest first.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |c| c.parent())
    }

    /// Whether plain letters are text here, so that none may be a key.
    pub fn takes_text(self) -> bool {
        self.chain().any(|c| matches!(c, Self::Prompt | Self::Patch))
    }

    /// Its name above a group of keys on the help screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Nav => "Moving about",
            Self::Home => "Home",
            Self::Browse => "Packs and challenges",
            Self::Preview => "Preview",
            Self::Filter => "Typing a filter",
            Self::Play => "In a challenge",
            Self::Brief => "Brief",
            Self::Review => "Review",
            Self::Decide => "Decide",
            Self::Reveal => "Reveal",
            Self::Patch => "Patch",
            Self::Checks => "Checks",
            Self::Debrief => "Debrief",
            Self::Diff => "Diff",
            Self::Prompt => "Typing",
            Self::Naming => "Naming a weakness",
            Self::Reason => "Giving a reason",
            Self::Search => "Searching",
            Self::Palette => "Palette",
            Self::Help => "Help",
            Self::Confirm => "A question",
            Self::Message => "A message",
            Self::Trust => "A pack from elsewhere",
        }
    }
}

/// What the table says about an action.
#[derive(Debug, Clone, Copy)]
pub struct ActionInfo {
    pub action: Action,
    /// Its name in the config: `[keys] mark-line = ["m"]`.
    pub id: &'static str,
    /// One or two words for the footer; empty where the footer leaves it out.
    pub label: &'static str,
    /// What it does, in a sentence without a full stop.
    pub help: &'static str,
    /// Where it works.
    pub contexts: &'static [Context],
    /// Default keys, the one to show first.
    pub keys: &'static [&'static str],
}

macro_rules! actions {
    ($($name:ident $id:literal $label:literal $help:literal [$($context:ident)+] [$($key:literal)*];)+) => {
        /// Something a player can do with a key, the mouse or the palette.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $(#[doc = $help] $name,)+ }

        impl Action {
            /// The table, in the order in which help and footer list it.
            pub const TABLE: &'static [ActionInfo] = &[$(ActionInfo {
                action: Action::$name,
                id: $id,
                label: $label,
                help: $help,
                contexts: &[$(Context::$context),+],
                keys: &[$($key),*],
            },)+];
        }
    };
}

// name  config name  footer label  help  [contexts]  [default keys, the one to show first]
actions! {
    // Home
    HomeOpen "open" "open" "Open what is selected" [Home Browse Preview] ["enter"];
    HomeNext "next-review" "" "Start the next review" [Home] ["n"];
    HomePacks "packs" "" "List packs and challenges" [Home] ["p"];

    // Browser
    BrowseFilter "filter" "filter" "Narrow the list by typing" [Browse] ["/"];
    BrowseState "filter-state" "state" "Show all, new, unfinished or finished challenges" [Browse] ["s"];
    BrowseLanguage "filter-language" "language" "Show one language, then the next" [Browse] ["L"];
    BrowseFamily "filter-family" "family" "Show one family of what you have finished, then the next" [Browse] ["f"];
    BrowseClear "filter-clear" "clear" "Show everything again" [Browse] ["c"];

    // Preview
    PreviewNext "preview-next" "next" "Go to the next place, version or finding" [Preview] ["n" "space"];
    PreviewPrevious "preview-previous" "" "Go to the place, version or finding before" [Preview] ["N"];
    PreviewDiff "preview-diff" "diff" "Show a version as a diff, or its verdicts; on the truth, what the suggestion changed" [Preview] ["d"];
    PreviewEdit "preview-edit" "edit" "Open the challenge's file at this place in your own editor, $VISUAL or $EDITOR" [Preview] ["e"];
    PreviewPlay "preview-play" "play" "Play the challenge as a player would; nothing is kept" [Preview] ["p"];
    PreviewReload "preview-reload" "run again" "Read the files and run everything again" [Preview] ["r"];

    // Brief
    BriefReview "to-review" "review the code" "Go on to the code" [Brief] ["enter"];

    // Review
    MarkLine "mark-line" "mark" "Mark the line, or the range that is being selected; again to take the mark away" [Review] ["space" "m"];
    MarkRange "mark-range" "range" "Begin or end a range of lines" [Review] ["v" "V"];
    NameWeakness "name" "name" "Say what is weak here, by typing" [Review] ["c"];
    ReviewDecide "to-decide" "decide" "Go on to your decision" [Review] ["enter"];
    GiveReason "reason" "reason" "Say in your own words why" [Review] ["r"];
    MarkBoundary "boundary" "boundary" "Mark where the untrusted data enters, for the selected finding" [Review] ["t"];
    FindUses "uses" "uses" "Find every use of the name under the cursor, in all files" [Review] ["*"];
    DeleteFinding "delete-finding" "delete" "Delete the selected finding" [Review] ["x" "delete"];
    Undo "undo" "undo" "Take the last change of a mark back" [Review] ["u"];
    Redo "redo" "" "Do again what was taken back" [Review] ["U" "ctrl-r"];
    Findings "findings" "findings" "Go to the list of findings, or back to the code" [Review] ["f"];
    Search "search" "search" "Search in all files" [Review] ["/"];
    NextMatch "next-match" "" "Go to the next match or use" [Review] ["n"];
    PreviousMatch "previous-match" "" "Go to the match or use before" [Review] ["N"];
    NextName "next-name" "" "Go to the next name on the line" [Review] ["w" "ctrl-right"];
    PreviousName "previous-name" "" "Go to the name before" [Review] ["W" "ctrl-left"];
    NextBlock "next-block" "" "Go down to the next blank line" [Review] ["}" "alt-down"];
    PreviousBlock "previous-block" "" "Go up to the blank line before" [Review] ["{" "alt-up"];
    TakeHint "hint" "hint" "Take a hint; it says first what it costs" [Review] ["H"];
    ShowBefore "before" "before" "Show the change as a diff, or just the new code" [Review] ["d"];

    // Decide
    DecideAccept "accept" "" "Merge it as it stands" [Decide] ["1" "a"];
    DecideModify "modify" "" "Merge it once it is mended" [Decide] ["2" "m"];
    DecideReject "reject" "" "Throw it away" [Decide] ["3" "r"];
    LessSure "less-sure" "less sure" "Be less sure" [Decide] ["-" "["];
    MoreSure "more-sure" "surer" "Be surer" [Decide] ["+" "=" "]"];
    LockAnswer "lock" "lock" "Lock the answer" [Decide] ["enter"];

    // Reveal and debrief
    GoOn "go-on" "go on" "Go on" [Reveal Debrief Diff] ["enter"];
    NextItem "next-item" "" "Go to the next finding or place" [Reveal] ["n" "space"];
    PreviousItem "previous-item" "" "Go to the finding or place before" [Reveal] ["N"];
    ShowAttack "attack" "attack" "Go to the transcript of the attack, or back" [Reveal] ["a"];
    ShowCode "code" "code" "Go to the code, or back" [Reveal] ["c"];
    ShowReasons "why" "why" "Show the reasons over the full width, or beside the code" [Reveal Preview] ["w"];
    SkipPatch "skip-patch" "" "Go on to the debrief without a patch" [Reveal] ["D"];
    NextPage "next-page" "page" "Go to the next page" [Debrief Diff Preview] ["]"];
    PreviousPage "previous-page" "" "Go to the page before" [Debrief Diff Preview] ["["];
    NextChallenge "next-challenge" "next challenge" "Start the challenge that comes next" [Debrief] ["n"];
    NextChange "next-difference" "change" "Go to the next change" [Diff] ["n"];
    PreviousChange "previous-difference" "" "Go to the change before" [Diff] ["N"];
    OldVersion "old-version" "versions" "Show another version as the old one" [Diff] ["<"];
    NewVersion "new-version" "" "Show another version as the new one" [Diff] [">"];
    DiffLayout "diff-layout" "side by side" "Show the versions side by side, or one below the other" [Diff Preview] ["s"];
    DiffFold "fold" "unfold" "Open the fold, or close those that were opened" [Diff] ["o" "space"];
    DiffFolds "folds" "" "Open every fold, or close them all" [Diff Preview] ["O"];

    // Patch
    RunChecks "run-checks" "run checks" "Run the checks that you can see; nothing is scored" [Patch Checks] ["f5" "ctrl-r"];
    SubmitPatch "submit" "submit" "Submit the patch: every check runs once, hidden ones too, and this run is scored" [Patch Checks] ["f9" "alt-s"];
    OwnEditor "own-editor" "your editor" "Open the file in your own editor, $VISUAL or $EDITOR" [Patch] ["f6" "alt-e"];
    PatchDiff "patch-diff" "diff" "Show what you changed as a diff, or the editor again" [Patch Checks Diff] ["f7" "alt-v"];
    PatchDone "to-debrief" "debrief" "Go on to the debrief" [Patch Checks] ["f10" "alt-d"];
    EditUndo "edit-undo" "undo" "Take the last step back" [Patch] ["ctrl-z"];
    RevertHunk "revert-hunk" "revert" "Put the original lines back where the cursor is" [Patch] ["alt-u"];
    FocusChecks "checks" "checks" "Go to the checks, or back to the code" [Patch Checks] ["f8" "alt-c"];
    ToggleCheck "unfold-check" "unfold" "Show or hide what a check sent and what came back" [Checks] ["enter" "space"];
    ToProblem "to-problem" "" "Go to the line that kept the last run from being judged" [Patch Checks] ["f4" "alt-l"];
    PatchNextFile "patch-next-file" "file" "Go to the next file" [Patch] ["ctrl-pgdn" "alt-t"];
    PatchPreviousFile "patch-previous-file" "" "Go to the file before" [Patch] ["ctrl-pgup" "alt-T"];
    PatchBrief "patch-brief" "" "Read the brief again" [Patch Checks] ["f2" "alt-i"];
    ResetFile "reset-file" "" "Put the whole original file back, after a question; undo brings your text back" [Patch] ["alt-x"];
    BackToReveal "to-reveal" "" "Go back to the reveal; the patch is kept" [Patch] ["alt-r"];
    EditRedo "edit-redo" "" "Make the step that was taken back again" [Patch] ["ctrl-y"];
    EditCut "cut" "" "Cut the selection, or the line" [Patch] ["ctrl-x"];
    EditCopy "copy" "" "Copy the selection, or the line" [Patch] ["ctrl-c"];
    EditPaste "paste" "" "Paste what was cut or copied here; your terminal's own paste works too" [Patch] ["ctrl-v"];
    EditFind "find" "find" "Search in the file; capitals count only if you type one" [Patch] ["ctrl-f"];
    EditFindNext "find-next" "" "Go to the next match" [Patch] ["f3" "alt-n"];
    EditFindPrevious "find-previous" "" "Go to the match before" [Patch] ["shift-f3" "alt-N"];
    EditGoToLine "go-to-line" "" "Go to a line by its number" [Patch] ["ctrl-g"];
    EditNextChange "edit-next-change" "" "Go to the next lines you changed" [Patch] ["alt-."];
    EditPreviousChange "edit-previous-change" "" "Go to the lines you changed before" [Patch] ["alt-,"];
    EditComment "comment" "" "Put the lines into comments, or take them out" [Patch] ["ctrl-/" "ctrl-7" "alt-/"];
    EditDuplicate "duplicate-line" "" "Copy the line, or the selected lines, below themselves" [Patch] ["ctrl-d"];
    EditDeleteLine "delete-line" "" "Delete the line, or the selected lines" [Patch] ["ctrl-k"];
    EditMoveUp "move-line-up" "" "Move the line, or the selected lines, up" [Patch] ["alt-up"];
    EditMoveDown "move-line-down" "" "Move the line, or the selected lines, down" [Patch] ["alt-down"];
    EditJoin "join-lines" "" "Put the next line at the end of this one" [Patch] ["alt-j"];
    EditSelectAll "select-all" "" "Select the whole file" [Patch] ["ctrl-a"];
    EditSelectWord "select-word" "" "Select the word" [Patch] ["alt-w"];
    EditSelectLine "select-line" "" "Select the line; again, one more" [Patch] ["alt-a"];
    EditNewLine "new-line" "" "Begin a new line, indented as the language does" [Patch] ["enter" "ctrl-j"];
    EditIndent "indent" "" "Go to the next indent stop, or indent the selected lines" [Patch] ["tab"];
    EditDedent "dedent" "" "Take one indent step off the line, or the selected lines" [Patch] ["shift-tab"];
    EditBackspace "delete-left" "" "Delete to the left; within the indentation, back to the stop before" [Patch] ["backspace"];
    EditDelete "delete-right" "" "Delete to the right" [Patch] ["delete"];
    EditDeleteWordLeft "delete-word-left" "" "Delete to the start of the word" [Patch] ["ctrl-w" "ctrl-backspace" "alt-backspace" "ctrl-h"];
    EditDeleteWordRight "delete-word-right" "" "Delete to the end of the word" [Patch] ["ctrl-delete" "alt-delete"];
    EditDeleteLineEnd "delete-to-line-end" "" "Delete to the end of the line" [Patch] ["alt-k"];
    EditLeft "edit-left" "" "Go left; with shift, select. The same holds for all moves below" [Patch] ["left"];
    EditRight "edit-right" "" "Go right" [Patch] ["right"];
    EditUp "edit-up" "" "Go up" [Patch] ["up"];
    EditDown "edit-down" "" "Go down" [Patch] ["down"];
    EditWordLeft "edit-word-left" "" "Go to the start of the word" [Patch] ["ctrl-left" "alt-left" "alt-b"];
    EditWordRight "edit-word-right" "" "Go to the end of the word" [Patch] ["ctrl-right" "alt-right" "alt-f"];
    EditLineStart "edit-line-start" "" "Go to the first character of the line; again, to its very start" [Patch] ["home"];
    EditLineEnd "edit-line-end" "" "Go to the end of the line" [Patch] ["end" "ctrl-e"];
    EditPageUp "edit-page-up" "" "Go up a page" [Patch] ["pgup"];
    EditPageDown "edit-page-down" "" "Go down a page" [Patch] ["pgdn"];
    EditTop "edit-top" "" "Go to the start of the file" [Patch] ["ctrl-home" "alt-<"];
    EditBottom "edit-bottom" "" "Go to the end of the file" [Patch] ["ctrl-end" "alt->"];
    EditBracket "edit-bracket" "" "Go to the bracket that belongs to the one at the cursor" [Patch] ["ctrl-b"];
    EditEscape "edit-escape" "" "Cancel the run; else drop the selection" [Patch] ["esc"];
    EditSuspend "edit-suspend" "" "Go back to the shell for a while" [Patch] ["alt-z"];
    PatchLeave "patch-leave" "" "Leave; the attempt can be resumed" [Patch] ["alt-q"];

    // In a challenge
    NextFile "next-file" "file" "Go to the next file" [Play Preview] ["tab"];
    PreviousFile "previous-file" "" "Go to the file before" [Play Preview] ["shift-tab"];
    ToggleBrief "brief" "brief" "Show or hide the brief" [Review Reveal] ["b"];
    ToggleWrap "wrap" "wrap" "Wrap long lines, or cut them" [Play Preview] ["z"];
    Leave "leave" "leave" "Leave; the attempt can be resumed" [Play] ["q"];

    // A field with text
    PromptAccept "prompt-accept" "ok" "Take it" [Prompt] ["enter"];
    PromptCancel "prompt-cancel" "cancel" "Leave it as it was" [Prompt] ["esc"];
    PromptDown "prompt-down" "" "Go down the list" [Prompt] ["down" "ctrl-n"];
    PromptUp "prompt-up" "" "Go up the list" [Prompt] ["up"];

    // A question
    ConfirmYes "yes" "yes" "Yes" [Confirm] ["enter" "y"];
    TrustPack "trust-pack" "run it" "Let this pack run its code, and remember that" [Trust] ["y"];
    NotNow "not-now" "not now" "Leave the pack alone" [Trust] ["n" "q"];
    ConfirmNo "no" "no" "No" [Confirm] ["esc" "n" "q"];

    // Moving about
    Up "up" "" "Go up" [Nav] ["k" "up"];
    Down "down" "" "Go down" [Nav] ["j" "down"];
    Left "left" "" "Go left" [Nav] ["h" "left"];
    Right "right" "" "Go right" [Nav] ["l" "right"];
    PageUp "page-up" "" "Go up a page" [Nav] ["pgup" "ctrl-b"];
    PageDown "page-down" "" "Go down a page" [Nav] ["pgdn" "ctrl-f"];
    HalfUp "half-page-up" "" "Go up half a page" [Nav] ["ctrl-u"];
    HalfDown "half-page-down" "" "Go down half a page" [Nav] ["ctrl-d"];
    Top "top" "" "Go to the top" [Nav] ["g" "ctrl-home"];
    Bottom "bottom" "" "Go to the bottom" [Nav] ["G" "ctrl-end"];
    LineStart "line-start" "" "Go to the start of the line" [Nav] ["0" "home"];
    LineEnd "line-end" "" "Go to the end of the line" [Nav] ["$" "end"];
    Back "back" "back" "Go back a step" [Nav] ["esc"];
    Close "close" "" "Close; on Home, quit" [Home Browse Preview Help Message] ["q"];
    CloseMessage "close-message" "" "Close" [Help Message] ["enter"];
    Help "help" "keys" "Show every key of this screen" [Nav] ["?"];
    OpenPalette "palette" "" "Find an action by typing" [Nav] [":"];
    Interrupt "interrupt" "" "Stop what is running, or quit" [Nav Prompt Confirm] ["ctrl-c"];
    Suspend "suspend" "" "Go back to the shell for a while" [Nav] ["ctrl-z"];

    // Everywhere
    HelpAnywhere "help-anywhere" "" "Show every key of this screen, also while typing" [Global] ["f1" "alt-h"];
    PaletteAnywhere "palette-anywhere" "" "Find an action by typing, also while typing text" [Global] ["ctrl-p"];
    ToggleMouse "mouse" "" "Give the mouse to the terminal, so that it can select text, or take it back" [Global] ["f12" "alt-m"];
    Redraw "redraw" "" "Draw the screen anew" [Global] ["ctrl-l"];
    Quit "quit" "" "Quit; an attempt can be resumed" [Global] ["ctrl-q"];
}

impl Action {
    /// Its row in the table.
    pub fn info(self) -> &'static ActionInfo {
        Self::TABLE.iter().find(|row| row.action == self).expect("the macro makes a row for every action")
    }

    /// The action of that name in the config.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::TABLE.iter().find(|row| row.id == id).map(|row| row.action)
    }
}
