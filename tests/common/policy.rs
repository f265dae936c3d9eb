//! Policies, as their tests write them.

use mcp_cordon::policy::Policy;

pub(crate) fn policy(json: &str) -> Policy {
    Policy::parse(serde_json::from_str(json).expect("the policy is JSON")).expect("the policy is valid")
}
