//! Reusable controls. They know neither the gateway nor the editor.

pub mod badge;
pub mod button;
pub mod chip;
pub mod clipboard_notice;
pub mod copy_button;
pub mod dialog;
pub mod error_summary;
pub mod failure;
pub mod field;
pub mod icon;
pub mod lazy;
pub mod menu;
pub mod notice;
pub mod pieces_value;
pub mod search_field;
pub mod status;
pub mod table;
pub mod text_field;
pub mod time;
pub mod token_field;
pub mod token_list;
pub mod virtual_rows;
