//! The thread that works out colours.

use super::LineSpans;
use super::document::{Document, Highlighter};
use crate::core::challenge::Language;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;

/// How many texts keep their parse states; the least recently used one goes first.
const KEPT: usize = 24;

/// Name of one text that is shown, such as `original/orders.py`; the app chooses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(Arc<str>);

impl<T: AsRef<str>> From<T> for DocId {
    fn from(name: T) -> Self {
        Self(Arc::from(name.as_ref()))
    }
}

impl DocId {
    /// The name as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Asks for the colours of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighlightRequest {
    /// Which text; an earlier version of it makes the answer quicker.
    pub doc: DocId,
    /// Grows with every edit of this text.
    pub version: u64,
    /// What it is written in.
    pub language: Language,
    /// The whole text as it is now.
    pub text: Arc<str>,
}

/// The colours of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighlightReply {
    /// Which text.
    pub doc: DocId,
    /// The version that was asked for.
    pub version: u64,
    /// One entry a line.
    pub lines: Vec<LineSpans>,
}

/// A running highlighter. It ends by itself once this handle is dropped.
#[derive(Debug, Clone)]
pub struct HighlightService {
    requests: Sender<HighlightRequest>,
}

impl HighlightService {
    /// Starts the thread. Each answer is handed to `deliver`, on that thread. Where no thread can be had, requests are left
    /// unanswered and texts stay plain.
    pub fn start(deliver: impl FnMut(HighlightReply) + Send + 'static) -> Self {
        let (requests, inbox) = channel();
        // A machine that refuses a thread still plays, only without colours.
        let _ = thread::Builder::new().name("highlight".into()).spawn(move || serve(&inbox, deliver));
        Self { requests }
    }

    /// Asks for colours; returns at once. A request that is overtaken by a newer one for the same text may stay unanswered.
    pub fn request(&self, request: HighlightRequest) {
        // The thread is gone only where it could not be started.
        let _ = self.requests.send(request);
    }
}

fn serve(inbox: &Receiver<HighlightRequest>, mut deliver: impl FnMut(HighlightReply)) {
    let mut highlighter = Highlighter::new();
    // Most recently used last.
    let mut documents: Vec<(DocId, Document)> = Vec::new();
    let mut waiting: Vec<HighlightRequest> = Vec::new();
    loop {
        if waiting.is_empty() {
            match inbox.recv() {
                Ok(request) => waiting.push(request),
                Err(_) => return,
            }
        }
        if !collect(inbox, &mut waiting) {
            return;
        }
        let request = waiting.remove(0);
        let mut document = match documents.iter().position(|(id, _)| *id == request.doc) {
            Some(at) => documents.remove(at).1,
            None => Document::new(request.language),
        };
        if document.language() != request.language {
            document = Document::new(request.language);
        }
        let mut open = true;
        let read = document.update(&mut highlighter, &request.text, || {
            open = collect(inbox, &mut waiting);
            !open || waiting.iter().any(|r| r.doc == request.doc)
        });
        if !open {
            return;
        }
        if read.is_some() {
            let lines = document.spans().to_vec();
            deliver(HighlightReply { doc: request.doc.clone(), version: request.version, lines });
        }
        documents.push((request.doc, document));
        if documents.len() > KEPT {
            documents.remove(0);
        }
    }
}

/// Takes in what has arrived, keeping only the newest request for each text, in the order of asking. False once nobody can ask.
fn collect(inbox: &Receiver<HighlightRequest>, waiting: &mut Vec<HighlightRequest>) -> bool {
    loop {
        match inbox.try_recv() {
            Ok(request) => match waiting.iter_mut().find(|r| r.doc == request.doc) {
                Some(earlier) => *earlier = request,
                None => waiting.push(request),
            },
            Err(TryRecvError::Empty) => return true,
            Err(TryRecvError::Disconnected) => return !waiting.is_empty(),
        }
    }
}
