//! Reads the QR code of a label in the browser, from the camera or from a photo, and goes to the
//! instrument's page. Pictures never leave the phone.
//!
//! *Is:* the second WebAssembly module, loaded when somebody asks for it. *Is not:* the panel: the
//! server makes it with every sentence in it, this module only shows and hides its parts.
//!
//! *The one rule:* what a label says never decides the host. A code from elsewhere is offered as a
//! page of this host, with a warning; an address from elsewhere is never opened.

pub mod decode;
pub mod luma;
pub mod target;

#[cfg(target_arch = "wasm32")]
mod panel;

#[cfg(target_arch = "wasm32")]
pub use panel::start;
