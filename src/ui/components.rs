//! Parts of a form and a page; they know neither the gateway nor the editor.

pub mod badge;
pub mod button;
pub mod copy_button;
pub mod dialog;
pub mod error_summary;
pub mod failure;
pub mod field;
pub mod icon;
pub mod lazy;
pub mod notice;
pub mod pieces_value;
pub mod text_field;
pub mod token_field;
pub mod token_list;
