//! Filter updates say only what changes: the rest is what was in force until then.

use super::presets::put_beneath;
use super::tree::{Node, Value};

/// Puts beneath the filter of each update the filter that it takes the place of. Updates are taken in the
/// order of the file; `cross` refuses any other.
pub(super) fn complete(root: &mut Node) {
    for carrier in
        root.as_table_mut().and_then(|t| t.get_mut("carrier")).map(Node::items_mut).unwrap_or_default()
    {
        let mut before = carrier.get("filter").cloned();
        let Some(updates) = carrier.as_table_mut().and_then(|t| t.get_mut("update")) else { continue };
        for update in updates.items_mut() {
            let Some(filter) = update.as_table_mut().and_then(|t| t.get_mut("filter")) else { continue };
            if matches!(filter.value, Value::Table(_)) {
                if let Some(before) = &before {
                    put_beneath(filter, before);
                }
                before = Some(filter.clone());
            }
        }
    }
}
