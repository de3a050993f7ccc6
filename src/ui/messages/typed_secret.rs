//! A secret that was typed into a field whose content isn't secret.

use super::draft::field_label;
use crate::domain::{draft::Field, typed_secret::SecretShape};

pub const TITLE: &str = "This looks like a secret";

/// Why it isn't simply sent (G30).
pub const REASON: &str =
    "The gateway keeps names, descriptions and attributes in its audit log in clear text.";

pub const SEND_ANYWAY: &str = "Send it anyway";

/// What is wrong with a field.
pub fn problem(field: Field, shape: SecretShape) -> String {
    format!("{}: this looks like {}. Remove it, or send it anyway.", field_label(field), a(shape))
}

const fn a(shape: SecretShape) -> &'static str {
    match shape {
        SecretShape::Jwt => "a JSON Web Token",
        SecretShape::ApiKey => "a hoop.dev API key",
        SecretShape::Credential => "the secret of a credential",
        SecretShape::AwsKeyId => "an AWS access key ID",
        SecretShape::AwsSecretKey => "an AWS secret access key",
    }
}
