//! The endpoints, one to a file (contract §4, §10, §11).

mod create_identity;
mod delete_identity;
mod find_receipt;
mod get_attribute;
mod get_carried;
mod get_identity;
mod get_listeners;
mod get_public_server_info;
mod get_server_facts;
mod list_attributes;
mod list_connections;
mod list_credentials;
mod list_identities;
mod list_live;
mod resave_connection;
mod rotate_credential;
mod update_identity;
mod who_am_i;

pub use create_identity::CreateIdentity;
pub use delete_identity::DeleteIdentity;
pub use find_receipt::FindReceipt;
pub use get_attribute::GetAttribute;
pub use get_carried::GetCarried;
pub use get_identity::GetIdentity;
pub use get_listeners::GetListeners;
pub use get_public_server_info::GetPublicServerInfo;
pub use get_server_facts::GetServerFacts;
pub use list_attributes::{ListAttributes, PAGE_SIZE};
pub use list_connections::ListConnections;
pub use list_credentials::ListCredentials;
pub use list_identities::ListIdentities;
pub use list_live::ListLive;
pub use resave_connection::ResaveConnection;
pub use rotate_credential::RotateCredential;
pub use update_identity::UpdateIdentity;
pub use who_am_i::WhoAmI;
