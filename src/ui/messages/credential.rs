//! The words for a credential's fields.

use crate::domain::credential::CredentialField;

/// The human label of a field; the gateway's own name for it is [`gateway_name`].
pub const fn label(field: CredentialField) -> &'static str {
    match field {
        CredentialField::ConnectionType => "Type",
        CredentialField::ConnectionSubtype => "Subtype",
        CredentialField::Hostname => "Host",
        CredentialField::Port => "Port",
        CredentialField::DatabaseName => "Database",
        CredentialField::EndpointUrl => "Endpoint URL",
        CredentialField::Username => "User name",
        CredentialField::Password => "Password",
        CredentialField::ProxyToken => "Proxy token",
        CredentialField::AwsAccessKeyId => "AWS access key ID",
        CredentialField::AwsSecretAccessKey => "AWS secret access key",
        CredentialField::ConnectionString => "Connection string",
        CredentialField::Command => "Command",
        CredentialField::SecretKey => "Secret key",
    }
}

/// The field's name in the gateway's API.
pub const fn gateway_name(field: CredentialField) -> &'static str {
    match field {
        CredentialField::ConnectionType => "connection_type",
        CredentialField::ConnectionSubtype => "connection_subtype",
        CredentialField::Hostname => "hostname",
        CredentialField::Port => "port",
        CredentialField::DatabaseName => "database_name",
        CredentialField::EndpointUrl => "endpoint_url",
        CredentialField::Username => "username",
        CredentialField::Password => "password",
        CredentialField::ProxyToken => "proxy_token",
        CredentialField::AwsAccessKeyId => "aws_access_key_id",
        CredentialField::AwsSecretAccessKey => "aws_secret_access_key",
        CredentialField::ConnectionString => "connection_string",
        CredentialField::Command => "command",
        CredentialField::SecretKey => "secret_key",
    }
}
