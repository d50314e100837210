//! Icons: `icons.svg` holds the symbols, a page carries those that it uses.

use std::sync::LazyLock;

use leptos::prelude::*;
use rustc_hash::FxHashMap;

use super::raw;

/// Symbols by id, each a whole `<symbol>` element.
static SYMBOLS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    const OPEN: &str = "<symbol id=\"";
    include_str!("../../icons.svg")
        .lines()
        .filter_map(|line| {
            let symbol = line.trim();
            let id = symbol.strip_prefix(OPEN)?.split('"').next()?;
            Some((id, symbol))
        })
        .collect()
});

/// The id of a symbol that exists: `id`, or the mark of the site.
pub fn known(id: &str) -> &'static str {
    SYMBOLS.get_key_value(id).map_or("m-mark", |(id, _)| *id)
}

/// An icon. It says nothing that the words beside it don't, so it is hidden from screen readers.
#[component]
pub fn Icon(
    /// The id of the symbol, e.g. `a-search`.
    id: &'static str,
    /// Its classes.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    raw(format!(
        "<svg class=\"{class}\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#{id}\"/></svg>"
    ))
}

/// The symbols that `html` refers to, each once, as the hidden element to put before it.
pub fn sprite(html: &[&str]) -> String {
    const USE: &str = "<use href=\"#";
    let mut ids: Vec<&str> = Vec::with_capacity(12);
    for part in html {
        for at in memchr::memmem::find_iter(part.as_bytes(), USE) {
            if let Some(id) = part[at + USE.len()..].split('"').next()
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
    }
    let mut sprite = String::with_capacity(512 * ids.len());
    sprite.push_str("<svg class=\"vh\" aria-hidden=\"true\" focusable=\"false\"><defs>");
    for id in ids {
        sprite.push_str(SYMBOLS.get(id).copied().unwrap_or_default());
    }
    sprite.push_str("</defs></svg>");
    sprite
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_carries_each_symbol_that_it_uses_once() {
        let html = "<use href=\"#a-search\"/><use href=\"#v-valid\"/><use href=\"#a-search\"/>";
        let sprite = sprite(&[html]);
        assert_eq!(sprite.matches("<symbol").count(), 2);
        assert_eq!(sprite.matches("id=\"a-search\"").count(), 1);
    }

    #[test]
    fn every_kind_in_the_rules_has_its_symbol() {
        let icons = include_str!("../../../rules/kinds.toml")
            .lines()
            .filter_map(|l| l.strip_prefix("icon = \"")?.strip_suffix('"'));
        for icon in icons {
            assert_eq!(known(icon), icon);
        }
        assert_eq!(known("\"><script>"), "m-mark");
    }
}
