//! How the host page supplies access tokens.

use std::{future::Future, pin::Pin, rc::Rc};

use super::token::AccessToken;

/// Asks the host page for a token; `None` when it has none.
pub type TokenProvider = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Option<AccessToken>>>>>;
