//! Pages and islands.
//!
//! *Is:* one struct a page, rendered to a whole document by [`render`]; and the islands, which also build
//! for the browser. *Is not:* a place for I/O, storage or clocks: the server loads, this draws.
//! *The one rule:* a page is readable and usable before a script has run, and without any.
//!
//! Features: `ssr` for the server, `hydrate` for WebAssembly. Only the islands are linked into the latter.

#![recursion_limit = "256"]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
pub mod l10n;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
mod view;

#[cfg(feature = "ssr")]
pub use document::{Page, render};
#[cfg(feature = "ssr")]
pub use l10n::{L10n, Lang};
#[cfg(feature = "ssr")]
pub use site::{Asset, Assets, Site, Words};
#[cfg(feature = "ssr")]
pub use view::View;

/// Makes the islands of this document live. Called by `boot.js`.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
