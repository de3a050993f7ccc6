//! The screens (Leptos, in a browser only).
//!
//! Elements are built with the functions of [`dom`], not with the `view!` macro: the macro turns
//! every static subtree into HTML text that it assigns to `innerHTML`, which the policy that every
//! page of ours is served with refuses (`require-trusted-types-for 'script'`, none allowed).
//!
//! - [`app`] is the console: session, router, pages.
//! - [`editor`] is its router-free heart, which the embed shares.
//! - [`components`] could live in any product: they know neither gateway nor editor.
//! - [`browser`] wraps what the browser has and Leptos has not.
//! - [`messages`] has every sentence that is shown for every error of the layers below.

pub mod app;
pub mod browser;
pub mod components;
pub mod deletion;
pub mod diagnosis;
pub mod dom;
pub mod editor;
pub mod kept_sign_in;
mod lazy_part;
pub mod list_query;
pub mod messages;
pub mod options;
pub mod pages;
pub mod place;
pub mod router;
pub mod routes;
pub mod sandbox_drawer;
pub mod session;
pub mod single_sign_on;
pub mod stylesheet;
