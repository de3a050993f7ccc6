//! `connection_credentials`: the secrets, linked to an identity or not.

use super::{Row, Store};

/// A row of `connection_credentials`. Without a link row it is in no list, and the proxies refuse its
/// secret (G32).
pub struct Credential {
    pub id: String,
    /// The connection's own name, also where the identity lists its id (contract §8).
    pub connection_name: String,
    /// The protocol derived from the connection's type and subtype when the secret was drawn.
    pub protocol: &'static str,
    pub secret_key: String,
    /// 40 hexadecimal characters, the AWS secret access key of an `aws-ssm` credential.
    pub secret_hash: String,
    /// The session entry of its issue.
    pub session: String,
}

impl Store {
    /// The credential of a link row.
    pub fn credential(&self, row: Row) -> Option<&Credential> {
        self.credentials.get(&row)
    }

    /// Every credential with its row number.
    pub fn credentials(&self) -> impl Iterator<Item = (Row, &Credential)> {
        self.credentials.iter().map(|(row, credential)| (*row, credential))
    }

    /// Inserts an unlinked credential.
    pub fn insert_credential(&mut self, credential: Credential) -> Row {
        let row = self.row();
        self.credentials.insert(row, credential);
        row
    }
}
