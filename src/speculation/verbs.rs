//! Addresses that do something, by their words.

const VERBS: &[&str] = &[
    "add",
    "approve",
    "buy",
    "cancel",
    "checkout",
    "clear",
    "confirm",
    "create",
    "delete",
    "destroy",
    "disable",
    "enable",
    "execute",
    "invite",
    "logoff",
    "logout",
    "pay",
    "publish",
    "purchase",
    "remove",
    "reset",
    "revoke",
    "send",
    "signoff",
    "signout",
    "subscribe",
    "transfer",
    "unsubscribe",
    "update",
    "upload",
    "vote",
];

/// Whether an address looks as if it changed something.
pub(super) fn changes_state(address: &str) -> bool {
    let address =
        address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let lower = address.to_ascii_lowercase().replace("log-out", "logout").replace("sign-out", "signout");
    lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| VERBS.contains(&word))
}
