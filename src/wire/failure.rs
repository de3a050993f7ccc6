//! The gateway's error body, `{"message":"…"}` (contract §1).

use serde::Deserialize;

#[derive(Deserialize)]
struct FailureBody {
    message: String,
}

/// The gateway's own message, when the body is of that form.
pub fn read_message(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<FailureBody>(body).ok().map(|failure| failure.message)
}
