//! How the host page supplies access tokens.

use std::{future::Future, pin::Pin, rc::Rc};

use super::{base::ApiBase, token::AccessToken};

/// Asks the page for a token for the gateway at this URL; `None` when it has none.
///
/// The page learns where the token goes, so it can refuse one for an unknown gateway.
pub type TokenProvider = Rc<dyn Fn(&ApiBase) -> Pin<Box<dyn Future<Output = Option<AccessToken>>>>>;
