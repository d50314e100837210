//! `/i/{code}` of a code that is not in the register. The server answers 404 with it.

use chengxing_metrology::code::CodeError;
use leptos::prelude::*;

use super::InstrumentLine;
use crate::{Page, View};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPage {
    /// The code as it stands in the address.
    pub typed: String,
    /// What is wrong with it; `None` for a sound code that is not registered.
    pub error: Option<CodeError>,
    /// Registered instruments whose codes look like it.
    pub near: Vec<InstrumentLine>,
}

impl Page for UnknownPage {
    fn title(&self, _: &View<'_>) -> String {
        self.typed.clone()
    }

    fn body(self, _: &View<'_>) -> AnyView {
        view! { <h1>{self.typed}</h1> }.into_any()
    }
}
