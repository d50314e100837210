//! How a verdict looks and what it is called.

use chengxing_metrology::Verdict;
use leptos::prelude::*;

use super::Icon;
use crate::L10n;

/// The class, icon and word of a verdict.
pub trait VerdictLook {
    /// The class that carries its colours: `v-valid`.
    fn class(self) -> &'static str;
    /// Its symbol.
    fn icon(self) -> &'static str;
    /// Its word.
    fn word(self, l: &'static L10n) -> &'static str;
}

impl VerdictLook for Verdict {
    fn class(self) -> &'static str {
        self.icon()
    }

    // Colour and silhouette go together: a class is named like its symbol.
    fn icon(self) -> &'static str {
        match self {
            Self::Valid => "v-valid",
            Self::DueSoon => "v-due",
            Self::Expired => "v-expired",
            Self::Failed | Self::Suspended => "v-failed",
            Self::NeverVerified => "v-never",
            Self::Unknown => "v-unknown",
        }
    }

    fn word(self, l: &'static L10n) -> &'static str {
        l.text(match self {
            Self::Valid => "verdict-valid",
            Self::DueSoon => "verdict-due-soon",
            Self::Expired => "verdict-expired",
            Self::Failed => "verdict-failed",
            // Nobody said that it failed: the word must not.
            Self::Suspended => "verdict-suspended",
            Self::NeverVerified => "verdict-never-verified",
            Self::Unknown => "verdict-unknown",
        })
    }
}

/// A verdict as a tag in a list.
pub fn tag(verdict: Verdict, l: &'static L10n) -> impl IntoView {
    view! { <span class=format!("tag {}", verdict.class())><Icon id=verdict.icon()/>{verdict.word(l)}</span> }
}
