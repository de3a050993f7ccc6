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

#[cfg(feature = "console")]
pub mod app;
pub mod browser;
pub mod components;
#[cfg(feature = "console")]
pub mod deletion;
pub mod diagnosis;
pub mod dom;
pub mod editor;
#[cfg(feature = "console")]
pub mod kept_sign_in;
mod lazy_part;
#[cfg(feature = "console")]
pub mod list_query;
pub mod messages;
pub mod options;
#[cfg(feature = "console")]
pub mod pages;
pub mod place;
pub mod reactive;
#[cfg(feature = "console")]
pub mod router;
#[cfg(feature = "console")]
pub mod routes;
pub mod sandbox_drawer;
#[cfg(feature = "console")]
pub mod session;
#[cfg(feature = "console")]
pub mod single_sign_on;
pub mod stylesheet;
