//! Saving edits and revoking the credentials that they leave behind.

use super::{
    RepairPlan, Skipped,
    builder::RepairBuilder,
    resave::{gentlest, revoke_all_leftover},
};
use crate::domain::{
    draft::IdentitySpec,
    identity_state::IdentityState,
    plan::{ChangePlan, Outcome, PlanContext},
};

/// The save, then the re-save of the connection that affects the fewest other identities: it revokes
/// every leftover credential of the identity, those from before the save included (G3).
///
/// No re-save is planned where nothing is left over. Where every connection with a credential is
/// managed by its agent, the leftovers are skipped.
pub fn save_and_revoke(
    context: &PlanContext,
    spec: &IdentitySpec,
    others: &[IdentityState],
) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    builder.save(spec.clone());
    let saved = ChangePlan::new(builder.context(), &builder.spec());
    let is_leftover = |outcome: &Outcome| matches!(outcome, Outcome::Leftover { .. });
    if let Some(name) = saved.connections_where(is_leftover).next() {
        match gentlest(builder.context(), others) {
            Some(via) => builder.resave(via, others),
            None => builder.skipped.push(Skipped::Managed { name: name.clone() }),
        }
    }
    builder.finish()
}

/// Takes every connection and attribute away from the identity, and revokes what that leaves behind:
/// afterwards nothing that it was given works any more. Every other field stays.
pub fn revoke_all_access(context: &PlanContext, others: &[IdentityState]) -> RepairPlan {
    let identity = context.identity();
    if identity.attributes.is_empty() && identity.connection_names.is_empty() {
        return revoke_all_leftover(context, others);
    }
    let spec = IdentitySpec {
        attributes: [].into(),
        connection_names: [].into(),
        ..IdentitySpec::of(identity)
    };
    save_and_revoke(context, &spec, others)
}
