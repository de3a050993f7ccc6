//! The page's settings, read anew at each change.

use super::{options::Options, page::Page};
use crate::ui::options::{BadOption, PageOptions, Settings};
use crate::ui::reactive::*;

/// What the attributes come to.
#[derive(Clone, Copy)]
pub struct PageSettings {
    /// The latest that could be read; the defaults until then.
    pub options: Signal<PageOptions>,
    /// What is wrong with the attributes as they are now, as a sentence for the page's author.
    pub fault: Memo<Option<String>>,
}

impl PageSettings {
    /// Follows the attributes of the element.
    pub fn of(page: Page) -> Self {
        let settings = Memo::new(move |_| page.options.with(Options::settings));
        // Patterns can't be compared; the memo before this one lets only changes through.
        let read = Memo::always(move |before: Option<&Read>| Read::after(before, &settings.get()));
        Self {
            options: Signal::derive(move || read.with(|read| read.options.clone())),
            fault: Memo::new(move |_| read.with(|read| read.fault.clone())),
        }
    }
}

struct Read {
    options: PageOptions,
    /// What they were read from: each setting as it is now, or else as it was when it was last valid.
    used: Settings,
    fault: Option<String>,
}

impl Read {
    fn after(before: Option<&Self>, settings: &Settings) -> Self {
        let mut used = settings.clone();
        let mut faults = Vec::new();
        let options = loop {
            match PageOptions::read(&used) {
                Ok(options) => break options,
                Err(BadOption { name, expected }) => {
                    faults.push(format!("The attribute {name} must be {expected}."));
                    let valid =
                        before.map_or_else(|| Options::default().settings(), |it| it.used.clone());
                    used.take(name, valid);
                }
            }
        };
        Self { options, used, fault: (!faults.is_empty()).then(|| faults.join(" ")) }
    }
}
