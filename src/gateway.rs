//! The typed client of the gateway.
//!
//! A [`call`] builds a request and reads its answer, without I/O. A [`transport`] carries the bytes,
//! over a network or to the sandbox engine in the page. [`client`] joins the two and keeps the
//! token. There is no second implementation of either half.

pub mod base;
pub mod call;
pub mod calls;
pub mod client;
pub mod clock;
pub mod deadline;
pub mod diagnosis;
pub mod error;
#[cfg(feature = "web")]
pub mod fetch;
#[cfg(feature = "sandbox")]
pub mod in_page;
pub mod limits;
mod list;
#[cfg(feature = "web")]
pub mod loaded;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
pub mod no_answer;
pub mod pause;
pub mod proxy_answer;
pub mod receipts;
pub mod token;
pub mod token_provider;
pub mod transport;
