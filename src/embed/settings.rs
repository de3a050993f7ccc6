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
    fault: Option<String>,
}

impl Read {
    fn after(before: Option<&Self>, settings: &Settings) -> Self {
        match PageOptions::read(settings) {
            Ok(options) => Self { options, fault: None },
            Err(BadOption { name, expected }) => {
                let options = before.map(|before| before.options.clone()).unwrap_or_else(|| {
                    PageOptions::read(&Settings::default()).expect("the defaults can be read")
                });
                let fault = Some(format!("The attribute {name} must be {expected}."));
                Self { options, fault }
            }
        }
    }
}
