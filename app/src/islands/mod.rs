//! The islands: what works better with a script. One file each, its pure logic beside it.
//!
//! The server writes everything that an island shows, sentences included, into its children; the island
//! finds its parts by `data-part` and its sentences by `data-say`, fills, shows and hides. So no text
//! and no markup travel in the WebAssembly, and before it wakes the page is whole.

pub mod address;
pub mod picker;
pub mod plate;

mod scan_button;
mod search_box;
mod serial_compare;

#[cfg(feature = "hydrate")]
mod dom;

pub use scan_button::ScanButton;
pub use search_box::SearchBox;
pub use serial_compare::SerialCompare;
