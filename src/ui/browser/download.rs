//! Saving a text as a file.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::domain::outgoing::Outgoing;

/// The size of a part of a file, in bytes.
const PART: usize = 256 << 10;

/// Starts a download of `text`. Its URL is revoked at once: by then the browser has the text, and
/// nothing else can fetch it.
///
/// # Errors
///
/// What the browser threw. Success means started: a page can't learn whether the file was stored.
pub fn download(text: &Outgoing, file_name: &str, media_type: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    // As bytes: a string would be another copy that the page can't wipe.
    let parts: Vec<_> = text.expose().as_bytes().chunks(PART).map(Uint8Array::from).collect();
    let sequence = parts.iter().collect::<Array>();
    let blob = Blob::new_with_u8_array_sequence_and_options(&sequence, &options);
    for part in parts {
        part.fill(0, 0, part.length());
    }
    let blob = blob?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(file_name);
    link.click();
    Url::revoke_object_url(&address)
}
