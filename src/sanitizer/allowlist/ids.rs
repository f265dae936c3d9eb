//! The ids of the output, which are its own.

/// An id or a reference to one, under the prefix. What carries it already keeps it, so that sanitizing twice changes
/// nothing.
pub(crate) fn prefixed(name: &str, prefix: &str) -> String {
    if name.is_empty() || name.starts_with(prefix) { name.to_owned() } else { [prefix, name].concat() }
}
