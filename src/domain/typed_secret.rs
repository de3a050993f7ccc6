//! Secrets in what is typed: the gateway keeps names, descriptions and attributes in its audit log in
//! clear text (G30), so a secret among them is recognized before it is stored or sent.

use super::percent::percent_decoded;

/// What a text that looks like a secret looks like.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum SecretShape {
    /// A JSON Web Token.
    Jwt,
    /// An API key of hoop's: `hpk_…` or `xapi-…` (contract §2).
    ApiKey,
    /// The secret of a credential: the prefix of its type and 43 characters (contract §7).
    Credential,
    /// An AWS access key ID; the gateway's are longer than AWS's own (contract §7).
    AwsKeyId,
    /// An AWS secret access key: 40 characters; the gateway's are hexadecimal (contract §7).
    AwsSecretKey,
}

/// The prefixes of the gateway's secrets (contract §7).
const PREFIXES: [&str; 7] =
    ["pg-", "ssh-", "rdp-", "aws-ssm-", "httpproxy-", "k8s-", "claude-code-"];

/// The characters after the prefix (contract §7).
const CREDENTIAL_LEN: usize = 43;

/// The length of an AWS secret access key.
const AWS_SECRET_KEY_LEN: usize = 40;

/// The shortest secret, of hoop's API keys.
const SHORTEST: usize = 12;

/// The first word of a text that has the shape of a secret, as it stands or percent-encoded.
///
/// Long names of hosts and clusters aren't secrets: what consists of lower-case words alone isn't
/// taken for one.
pub fn find(text: &str) -> Option<SecretShape> {
    let in_words = |text: &str| {
        let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '+' | '/');
        text.split(|it| !is_part(it)).find_map(shape)
    };
    in_words(text).or_else(|| text.contains('%').then(|| in_words(&percent_decoded(text)))?)
}

fn shape(word: &str) -> Option<SecretShape> {
    // Most words end here: a paste has thousands.
    if word.len() < SHORTEST {
        return None;
    }
    // Base64 and paths share the slash: each part can be a secret, and so can the whole.
    let parts = || word.split('/').filter(|part| !part.is_empty());
    let any = |is: fn(&str) -> bool| parts().any(is);
    if any(|it| it.starts_with("eyJ") && it.len() >= 16) {
        Some(SecretShape::Jwt)
    } else if any(|it| (it.starts_with("hpk_") || it.starts_with("xapi-")) && it.len() >= SHORTEST)
    {
        Some(SecretShape::ApiKey)
    } else if any(is_credential) {
        Some(SecretShape::Credential)
    } else if any(is_aws_key_id) {
        Some(SecretShape::AwsKeyId)
    } else {
        (is_aws_secret_key(word) || any(is_aws_secret_key)).then_some(SecretShape::AwsSecretKey)
    }
}

fn is_credential(word: &str) -> bool {
    PREFIXES.iter().any(|prefix| {
        // The prefix may stand in a longer word, as in `PASSWORD_pg-…`.
        word.match_indices(prefix).any(|(start, _)| {
            let secret = &word[start + prefix.len()..];
            // One in a billion secrets has no capital.
            secret.len() >= CREDENTIAL_LEN && secret.contains(|it: char| it.is_ascii_uppercase())
        })
    })
}

fn is_aws_key_id(word: &str) -> bool {
    let is_of = |prefix| word.strip_prefix(prefix).is_some_and(is_base32);
    is_of("AKIA") || is_of("ASIA")
}

fn is_base32(rest: &str) -> bool {
    rest.len() >= 16 && rest.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
}

fn is_aws_secret_key(word: &str) -> bool {
    let is_hexadecimal = |it: u8| matches!(it, b'0'..=b'9' | b'a'..=b'f');
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    let is_mixed =
        || has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    let is_base64 = || !has(|it| matches!(it, b'-' | b'_')) && is_mixed();
    word.len() == AWS_SECRET_KEY_LEN && (is_base64() || word.bytes().all(is_hexadecimal))
}

#[cfg(test)]
mod tests {
    use super::{SecretShape, find};

    #[test]
    fn secrets_are_recognized_wherever_they_stand() {
        let secret = "Ab3_".repeat(10) + "Ab3";
        for (text, shape) in [
            ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln".to_owned(), SecretShape::Jwt),
            ("key:hpk_0123456789abcdef".to_owned(), SecretShape::ApiKey),
            ("xapi-0123456789abcdef".to_owned(), SecretShape::ApiKey),
            (format!("postgres://pg-{secret}:hoop@db/x"), SecretShape::Credential),
            (format!("env:httpproxy-{secret}"), SecretShape::Credential),
            (format!("PASSWORD_claude-code-{secret}"), SecretShape::Credential),
            (format!("https%3A%2F%2Fx%2Fk8s%2D{secret}"), SecretShape::Credential),
            ("AKIAIOSFODNN7EXAMPLE".to_owned(), SecretShape::AwsKeyId),
            ("id=ASIAIOSFODNN7EXAMPLE.".to_owned(), SecretShape::AwsKeyId),
            ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(), SecretShape::AwsSecretKey),
            ("0123456789abcdef0123456789abcdef01234567".to_owned(), SecretShape::AwsSecretKey),
        ] {
            assert_eq!(find(&text), Some(shape), "{text}");
        }
    }

    #[test]
    fn ordinary_texts_are_not_taken_for_secrets() {
        for text in [
            "Reads orders from the primary database, see https://wiki.example/x/backend-prod",
            "ssh-kubernetes-production-cluster-eu-west-1-readonly-replica-two",
            "team:platform",
            "3f2a9c1e-8f58-4f0c-9a4e-0d5e5b1f7c11",
            "hpk_ is the prefix of API keys",
            "AKIA",
            "arn:aws:iam::123456789012:role/very-long-role-name-for-the-backend-of-production",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
