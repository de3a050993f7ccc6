//! The words for rotating credentials.

pub const ORDER: &str = "The gateway revokes the old secret before it creates the new one. If that \
                         fails, the credential is missing and has to be created again.";

/// What a rotation of `number` credentials does to their secrets.
pub const fn effect(number: usize) -> &'static str {
    match number {
        1 => "The old secret stops working immediately. Update every workload that uses it.",
        _ => "The old secrets stop working immediately. Update every workload that uses them.",
    }
}
