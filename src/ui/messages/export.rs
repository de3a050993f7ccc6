//! The words for exporting credentials.

use crate::{
    domain::host::HostFlag,
    wire::export::{Format, LeftOut, Reason, Remark},
};

pub const fn format(format: Format) -> &'static str {
    match format {
        Format::DotEnv => ".env file",
        Format::Json => "JSON",
        Format::Csv => "CSV",
        Format::Shell => "Shell exports",
        Format::KubernetesSecret => "Kubernetes Secret",
        Format::DockerEnv => "Docker env file",
        Format::Terraform => "Terraform variables",
        Format::PostgresUri => "Connection URI",
        Format::PgPass => "~/.pgpass",
        Format::PgService => "pg_service.conf",
        Format::SshConfig => "~/.ssh/config",
        Format::Rdp => "Remote desktop file",
        Format::AwsProfile => "AWS profile",
        Format::Curl => "curl",
        Format::Kubeconfig => "kubeconfig",
        Format::ClaudeSettings => "Claude Code settings",
    }
}

/// How it is used.
pub const fn usage(format: Format) -> &'static str {
    match format {
        Format::DotEnv => "For the dotenv libraries and Docker Compose.",
        Format::Json => "Every field under the gateway’s own name.",
        Format::Csv => "A row for each credential, under the gateway’s own names.",
        Format::Shell => "Load it with “. FILE” in any POSIX shell.",
        Format::KubernetesSecret => "Apply it with “kubectl apply -f FILE”.",
        Format::DockerEnv => "For “docker run --env-file FILE”, which reads values as they stand.",
        Format::Terraform => "Terraform reads *.auto.tfvars of its working folder by itself.",
        Format::PostgresUri => "For libpq and everything that takes a postgres:// address.",
        Format::PgPass => {
            "Add it to ~/.pgpass; the user, which is the secret, has to be given too."
        }
        Format::PgService => {
            "Then “psql service=NAME”, with PGSERVICEFILE=FILE or in ~/.pg_service.conf."
        }
        Format::SshConfig => "Add it to ~/.ssh/config, and run the command above each host.",
        Format::Rdp => "Open it with a remote desktop client.",
        Format::AwsProfile => {
            "Add it to ~/.aws/config, then “aws --profile NAME ssm start-session --target …”."
        }
        Format::Curl => "A request through the proxy.",
        Format::Kubeconfig => "Use it with KUBECONFIG=FILE.",
        Format::ClaudeSettings => "Put it into ~/.claude/settings.json.",
    }
}

pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::Host { connection_name, flag } => {
            let host = match flag {
                HostFlag::Unspecified => "0.0.0.0, where the gateway listens",
                HostFlag::Loopback => "the gateway’s own machine",
                HostFlag::Cut => "half of an address",
            };
            format!("{connection_name}: the host is {host}. Set a public host to replace it.")
        }
        Remark::OwnerOnly => {
            "Keep it to yourself: chmod 600. Its readers pass over a file that others may read, or \
             warn."
                .to_owned()
        }
        Remark::SshPass => {
            "ssh reads no password from a file, so sshpass hands it over.".to_owned()
        }
        Remark::PasswordApart => {
            "A remote desktop file cannot hold a password for another machine: copy it from the \
             credential when the client asks."
                .to_owned()
        }
        Remark::Region => {
            "The AWS tools ask for a region, which the gateway does not tell: add “region = …”."
                .to_owned()
        }
        Remark::TokenNeedsHttps { connection_name } => format!(
            "{connection_name}: kubectl sends a token over https only, and the gateway tells an \
             http address."
        ),
        Remark::Declare => {
            "Declare each variable with “sensitive = true”, so that plans do not print it."
                .to_owned()
        }
    }
}

pub fn left_out(left_out: &LeftOut) -> String {
    let LeftOut { connection_name, reason } = left_out;
    match reason {
        Reason::OtherType => format!("{connection_name}: it is of another type."),
        Reason::SecretOnly => {
            format!("{connection_name}: the gateway tells nothing but its secret.")
        }
        Reason::HostCut => format!(
            "{connection_name}: the gateway cut its host in two. Set a public host to replace it."
        ),
        Reason::OneOnly => format!("{connection_name}: the file holds one credential."),
        Reason::Unwritable { name } => {
            format!("{connection_name}: its {name} has characters that this form cannot hold.")
        }
    }
}
