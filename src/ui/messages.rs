//! Every sentence that is shown for what the layers below report: what happened, and what to do.

pub mod card;
pub mod conflict;
pub mod credential;
pub mod deletion;
pub mod diagnosis;
pub mod draft;
pub mod editor;
pub mod export;
pub mod failure;
pub mod history;
pub mod list;
pub mod part;
pub mod plan;
pub mod proxy;
pub mod repair;
pub mod result;
pub mod rotation;
pub mod sign_in;
pub mod typed_secret;
