//! How the host page supplies access tokens.

use std::{future::Future, pin::Pin, rc::Rc};

use super::{base::ApiBase, token::AccessToken};

/// Asks the host page for a token for the gateway at this address; `None` when it has none.
///
/// The page learns where the token goes, so that it can refuse one to a gateway that it doesn't
/// know.
pub type TokenProvider = Rc<dyn Fn(&ApiBase) -> Pin<Box<dyn Future<Output = Option<AccessToken>>>>>;
